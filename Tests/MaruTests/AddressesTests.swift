import ArgumentParser
import Testing

@testable import maru

@Suite("the ports of an installation")
struct AddressesTests {
    @Test("a port that somebody listens on is named, and nothing is started beside them")
    func taken() async throws {
        let port = try await DemoMailbox().start(host: "127.0.0.1", port: 0)
        let error = await #expect(throws: ValidationError.self) {
            try await Addresses(basePort: port).waitUntilFree(within: .milliseconds(10))
        }
        #expect(error?.message.hasPrefix("Port \(port) is taken") == true)
    }
}
