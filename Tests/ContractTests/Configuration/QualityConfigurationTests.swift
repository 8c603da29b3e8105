import CommonModels
import ConfigKit
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ProfileService
import ServiceKit
import TestFixtures
import Testing

@Suite("The tracking plan, signal types and import mappings as files")
struct QualityConfigurationTests {
    private static let kinds = ConfigKinds([.planSettings, .planEntries, .signalTypes, .importMappings])

    @discardableResult
    private func apply(_ files: [ConfigFile], _ server: InstalledServices, isPruning: Bool = false) async throws -> ConfigPlan {
        let plan = try await ConfigPlanner(kinds: .standard, server: server).plan(files, of: Self.kinds, isPruning: isPruning)
        try await ConfigApplier(server: server).apply(plan)
        return plan
    }

    private func export(_ server: InstalledServices) async throws -> [ConfigFile] {
        try await ConfigExporter(server: server).files(of: Self.kinds)
    }

    @Test("what files say is what the API answers, and no change when it is said again", arguments: TestEngine.available)
    func applied(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { profile in
            let server = InstalledServices(services: [.profile: profile])
            let first = try await apply(QualityFiles.all, server)
            #expect(first.text.contains("4 to create, 1 to change, 0 to delete"), "\(first.text)")
            let address = "/v1/tracking-plan/track/Order%20%2F%20Completed%3A%20%EC%A3%BC%EB%AC%B8"
            let entry = try await profile.get(address).json
            #expect(entry["mode"] == "quarantine" && entry["name"] == "Order / Completed: 주문")
            #expect(entry["schema"]?["properties"]?["coupon"]?["enum"] == [nil, "NO", "1", 1, true])
            #expect(try await profile.get("/v1/tracking-plan/settings").json["quarantineDays"] == 30)
            #expect(try await profile.get("/v1/signal-types/city").json["document"]?["idPattern"] == "@@@")
            let mapping = try await profile.get("/v1/import-mappings/orders").json["document"]
            #expect(mapping?["properties"]?["rate"]?["value"] == "1.50" && mapping?["groupBy"]?["window"] == 50)
            #expect(try await apply(QualityFiles.all, server).isEmpty)
            let exported = try await export(server)
            #expect(exported.contains { $0.path == "profile/tracking-plan/track%3AOrder%20%2F%20Completed%3A%20%EC%A3%BC%EB%AC%B8.yaml" })
            #expect(try await apply(exported, server, isPruning: true).isEmpty)
            let gone = try await apply(exported.filter { $0.path == "profile/tracking-plan-settings.yaml" }, server, isPruning: true)
            #expect(gone.text.contains("0 to create, 0 to change, 4 to delete"))
            let answer = try await profile.get("/v1/tracking-plan")
            let items = try answer.json["items"]
            #expect(items == [])
            try await apply(exported, server)
            #expect(try await export(server) == exported)
        }
    }

    @Test("a mapping saved as YAML is exported with every value as it was written", arguments: TestEngine.available)
    func yaml(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { profile in
            let server = InstalledServices(services: [.profile: profile])
            let text = """
                source: shop # where it comes from
                event: { name: Buy }
                messageId: "{id}"
                userId: "{id}"
                timestamp: { column: at }
                where: [{ column: code, is: 1e3 }, { column: rank, above: 2 }]
                properties: { rate: { value: 1.50 }, zip: { value: 04524 } }
                """
            let saved = try await profile.send(
                .put, "/v1/import-mappings/shop", key: profile.keys.admin, headers: [.contentType: "application/yaml"],
                body: ByteBuffer(string: text))
            #expect(saved.status == .ok)
            let exported = try await export(server)
            #expect(try await apply(exported, server, isPruning: true).isEmpty, "comments alone are no difference")
            let file = try #require(exported.first { $0.path == "profile/import-mappings/shop.yaml" })
            _ = try await apply(exported.filter { $0.path != file.path }, server, isPruning: true)
            try await apply([file], server)
            let document = try await profile.get("/v1/import-mappings/shop").json["document"]
            #expect(document?["properties"]?["rate"]?["value"] == "1.50" && document?["properties"]?["zip"]?["value"] == "04524")
            #expect(document?["where"] == [["column": "code", "is": "1e3"], ["column": "rank", "above": 2]])
            #expect(try await export(server) == exported)
        }
    }

    @Test(
        "what cannot be taken is told with its place before anything is changed",
        arguments: [
            ("kind: tracking-plan-entry\nname: Order\nspec: {mode: block, schema: {}}", "a.yaml: /spec: must be named kind:name"),
            (
                "kind: tracking-plan-entry\nname: 'track:Order'\nspec: {mode: stop, schema: {type: text}}",
                "a.yaml: /spec/mode: must be one of observe, quarantine, block\na.yaml: /spec/schema/type"
            ),
            ("kind: tracking-plan-settings\nspec: {quarantineDays: 0}", "a.yaml: /spec/quarantineDays: must be a whole number"),
            ("kind: signal-type\nname: City\nspec: {name: {ko: 도시, en: City}}", "a.yaml: /spec/key: must be 1 to"),
            (
                "kind: import-mapping\nname: m\nspec: {source: shop, event: {name: Buy}, messageId: '{id}', timestamp: {column: at}}",
                "a.yaml: /spec: needs userId or anonymousId"
            ),
            (
                "kind: import-mapping\nname: m\nspec: {source: shop, event: {name: Buy}, messageId: '{id}', userId: '{id}', timestamp: {column: at}, properties: {rate: {value: 1.50}}}",
                "a.yaml: /spec/properties/rate/value: must be written in quotes"
            ),
        ] as [(String, String)])
    func refused(text: String, problem: String) async throws {
        try await TestInstallation.of(ProfileService.self) { profile in
            let server = InstalledServices(services: [.profile: profile])
            let error = await #expect(throws: ConfigError.self) {
                try await apply(QualityFiles.all + [ConfigFile(path: "a.yaml", text: text)], server)
            }
            #expect(error?.description.contains(problem) ?? false, "\(error?.description ?? "")")
            let answer = try await profile.get("/v1/tracking-plan")
            let items = try answer.json["items"]
            #expect(items == [])
        }
    }
}
