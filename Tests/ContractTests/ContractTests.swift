import CommonModels
import Foundation
import ServiceKit
import TestFixtures
import Testing

@Suite("A contract")
struct ContractTests {
    @Test("names every route of its service and no other", arguments: ServiceName.allCases)
    func routes(service: ServiceName) async throws {
        // Pages are for browsers and no part of the contract.
        let pages = [" /ui", " /preferences/", " /consent/"]
        let registered = try await routes(of: service.type).filter { route in
            !pages.contains(where: route.contains) && !route.hasSuffix(" /")
        }
        let published = Set(try Contract(service.type.openAPI).operations.map(\.description))
        #expect(registered.subtracting(published).sorted() == [], "not in openapi.yaml")
        #expect(published.subtracting(registered).sorted() == [], "not in the service")
        #expect(published.count > 15)
    }

    @Test("gives every operation a name of its own, a summary, and a security that exists", arguments: ServiceName.allCases)
    func names(service: ServiceName) throws {
        let contract = try Contract(service.type.openAPI)
        let schemes = Set(contract.root[path: ["components", "securitySchemes"]]?.objectValue?.keys.map(\.self) ?? [])
        var seen: Set<String> = []
        for operation in contract.operations {
            let name = operation.fields["operationId"]?.stringValue ?? ""
            #expect(name.contains(/^[a-z][A-Za-z]+$/), "\(operation)")
            #expect(seen.insert(name).inserted, "\(operation): \(name) is taken")
            #expect(operation.fields["summary"]?.stringValue?.isEmpty == false, "\(operation) has no summary")
            let security = try #require(operation.fields["security"] ?? contract.root["security"])
            let used = (security.arrayValue ?? []).flatMap { $0.objectValue?.keys.map(\.self) ?? [] }
            #expect(Set(used).isSubset(of: schemes), "\(operation)")
            #expect(!used.isEmpty || Self.isOpen(operation, of: service), "\(operation) is open in the contract only")
        }
    }

    @Test("states the limits of what it takes", arguments: ServiceName.allCases)
    func limits(service: ServiceName) throws {
        let words = try Contract(service.type.openAPI).root[path: ["info", "description"]]?.stringValue ?? ""
        let json = JSONLimits.default
        #expect(words.contains("\(json.depthMax) levels") && words.contains("100,000 members") && json.countMax == 100_000)
        #expect(words.contains("requests a second"))
    }

    @Test("says how every operation refuses: as problem+json with the members of RFC 9457", arguments: ServiceName.allCases)
    func refusals(service: ServiceName) throws {
        let contract = try Contract(service.type.openAPI)
        for operation in contract.operations where !["/healthz", "/readyz"].contains(operation.path) {
            let responses = operation.fields["responses"]?.objectValue ?? [:]
            #expect(responses["default"] != nil, "\(operation) does not say how it refuses")
            for (status, response) in responses where status == "default" || status.hasPrefix("4") || status.hasPrefix("5") {
                let content = contract.resolved(response)["content"]?.objectValue ?? [:]
                #expect(content.keys.map(\.self) == ["application/problem+json"], "\(operation) \(status)")
                let schema = contract.resolved(content["application/problem+json"]?["schema"] ?? .null)
                let parts = [schema] + (schema["allOf"]?.arrayValue ?? []).map(contract.resolved)
                #expect(parts.contains { $0["required"] == ["type", "title", "status"] }, "\(operation) \(status)")
            }
        }
    }

    @Test("refers to nothing that is not there, and defines nothing that nobody uses", arguments: ServiceName.allCases)
    func references(service: ServiceName) throws {
        let contract = try Contract(service.type.openAPI)
        for reference in contract.references { #expect(contract.resolved(["$ref": .string(reference)]) != .null, "\(reference)") }
        for (group, members) in contract.root["components"]?.objectValue ?? [:] where group != "securitySchemes" {
            for name in members.objectValue?.keys.map(\.self) ?? [] {
                #expect(contract.references.contains("#/components/\(group)/\(name)"), "\(group) \(name)")
            }
        }
    }

    /// Reads a contract and prints every example that does not fit its schema.
    private static let examples = """
        import json, sys, yaml, jsonschema_rs
        contract = yaml.safe_load(open(sys.argv[1]))
        seen = 0
        def check(schema, example, where):
            global seen
            seen += 1
            whole = {**schema, 'components': contract['components']}
            for error in jsonschema_rs.validator_for(whole).iter_errors(json.loads(json.dumps(example, default=str))):
                print(where, error.message)
        def walk(node, where):
            if isinstance(node, dict):
                schema = node.get('schema', node if 'type' in node or 'properties' in node or 'allOf' in node else None)
                if isinstance(schema, dict):
                    if 'example' in node: check(schema, node['example'], where)
                    if isinstance(node.get('examples'), list):
                        for example in node['examples']: check(schema, example, where)
                    if isinstance(node.get('examples'), dict):
                        for example in node['examples'].values(): check(schema, example['value'], where)
                for key, value in node.items(): walk(value, where + '/' + str(key))
            elif isinstance(node, list):
                for index, value in enumerate(node): walk(value, where + '/' + str(index))
        walk(contract, '#')
        print(seen, 'examples')
        """

    @Test(
        "has examples that fit their schemas", .enabled(if: PythonProgram.isAvailable, "MARU_TEST_PYTHON names no Python"),
        arguments: ServiceName.allCases)
    func examples(service: ServiceName) async throws {
        try await TestFolder.with { folder in
            let file = folder + "/openapi.yaml"
            try service.type.openAPI.write(toFile: file, atomically: true, encoding: .utf8)
            let ended = try await PythonProgram.run(["-c", Self.examples, file])
            #expect(ended.status == 0 && ended.output.split(separator: "\n").count == 1, "\(ended.output)")
            #expect(!ended.output.hasPrefix("0 "), "no example at all")
        }
    }

    private func routes<S: MaruService>(of service: S.Type) async throws -> Set<String> { try await RouteNotes.of(service) }

    private static func isOpen(_ operation: Contract.Operation, of service: ServiceName) -> Bool {
        OpenPaths(OpenPaths.frame + service.type.openPaths).contains(operation.path)
    }
}
