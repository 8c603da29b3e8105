import Testing
import Yams

@Suite("Ownership")
struct OwnershipTests {
    private struct Ownership: Decodable {
        struct Service: Decodable {
            let team: String
            let folder: String
            let onCall: String
        }
        let services: [String: Service]
    }

    @Test("CODEOWNERS names the team that ownership.yml names for each service")
    func codeOwners() throws {
        let ownership = try YAMLDecoder().decode(Ownership.self, from: try Repository.text("ops/ownership.yml"))
        let owners = try Repository.text("CODEOWNERS").split(separator: "\n").filter { !$0.hasPrefix("#") }.map { $0.split(separator: " ") }
        #expect(ownership.services.count == 6)
        for (name, service) in ownership.services {
            let line = owners.first { $0.first.map(String.init) == "/\(service.folder)/" }
            #expect(line?.last.map(String.init) == "@maru/\(service.team)", "\(name)")
        }
    }

    @Test("every service has its contract, its README and its three targets")
    func rooms() throws {
        let ownership = try YAMLDecoder().decode(Ownership.self, from: try Repository.text("ops/ownership.yml"))
        for service in ownership.services.values {
            let files = try Repository.files(in: service.folder)
            for needed in ["openapi.yaml", "README.md", "Run/main.swift"] {
                #expect(files.contains("\(service.folder)/\(needed)"), "\(service.folder)/\(needed)")
            }
        }
    }
}
