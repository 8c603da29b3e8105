import CommonModels

/// Writes what the services have as files.
package struct ConfigExporter: Sendable {
    package let server: any ConfigServer

    package init(server: any ConfigServer) { self.server = server }

    /// A file for each object of the kinds, by path.
    package func files(of kinds: ConfigKinds) async throws -> [ConfigFile] {
        var files: [ConfigFile] = []
        for kind in kinds.all {
            do {
                for state in try await kind.read(server) {
                    let object = ConfigObject(kind: kind.name, name: state.name, spec: state.spec)
                    files.append(ConfigFile(path: kind.path(of: state.name), text: try ConfigDocument.text(object, kind)))
                }
            } catch let refusal as ConfigRefusal {
                throw ConfigError.unreachable(service: kind.service.rawValue, reason: "\(kind.name): \(refusal.reason)")
            } catch let faults as ConfigFaults {
                throw ConfigError.unreachable(
                    service: kind.service.rawValue, reason: "\(kind.name): it answers what this version does not know: \(faults.faults)")
            }
        }
        return files.sorted { $0.path < $1.path }
    }
}
