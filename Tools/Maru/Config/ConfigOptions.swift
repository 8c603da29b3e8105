import ArgumentParser
import CommonModels
import ConfigKit
import Foundation

/// Which installation, and which kinds of things, configuration is about.
struct ConfigOptions: ParsableArguments {
    @Option(help: "Server key; MARU_KEY if not given.")
    var key: String?

    @Option(help: "Address where all services answer, e.g. of a proxy; else MARU_<SERVICE>_URL, else http://127.0.0.1:<port>.")
    var url: String?

    @Option(help: "Only this kind; may be given several times.")
    var kind: [String] = []

    /// - Throws: `ValidationError` for a kind there is not.
    func kinds() throws -> ConfigKinds {
        let standard = ConfigKinds.standard
        if let unknown = kind.first(where: { standard[$0] == nil }) {
            throw ValidationError("\(unknown) is no kind; kinds are \(standard.all.map(\.name).joined(separator: ", "))")
        }
        return standard.chosen(kind)
    }

    func server() throws -> HTTPConfigServer {
        let environment = ProcessInfo.processInfo.environment
        guard let key = key ?? environment["MARU_KEY"], !key.isEmpty else {
            throw ValidationError("a server key is needed: --key or MARU_KEY (make one with 'maru keys')")
        }
        let addresses = ServiceName.allCases.map { name in
            (name, url ?? environment["MARU_\(name.rawValue.uppercased())_URL"] ?? "http://127.0.0.1:\(name.defaultPort)")
        }
        return HTTPConfigServer(addresses: Dictionary(uniqueKeysWithValues: addresses), key: key)
    }
}

/// Says what is wrong and ends with 1.
func explaining(_ work: () async throws -> Void) async throws {
    do {
        try await work()
    } catch let error as ConfigError {
        Terminal.complain(error.description)
        throw ExitCode(1)
    }
}
