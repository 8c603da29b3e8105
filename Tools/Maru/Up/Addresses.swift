import CommonModels

/// Where each service of an installation listens.
struct Addresses: Sendable {
    let basePort: Int

    func port(of name: ServiceName) -> Int { basePort + name.defaultPort - ServiceName.profile.defaultPort }

    func url(of name: ServiceName) -> String { "http://127.0.0.1:\(port(of: name))" }

    /// The environment every child gets: where the neighbours are, and that it is watched over.
    func environment(dataFolder: String) -> [String: String] {
        ServiceName.allCases.reduce(into: ["MARU_DATA": dataFolder, "MARU_SUPERVISED": "1"]) { environment, name in
            let prefix = "MARU_\(name.rawValue.uppercased())"
            environment[prefix + "_PORT"] = String(port(of: name))
            environment[prefix + "_URL"] = url(of: name)
        }
    }
}
