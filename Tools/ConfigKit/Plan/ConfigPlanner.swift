import CommonModels

/// Makes plans: reads files, checks all of them, reads what the services have, and compares.
package struct ConfigPlanner: Sendable {
    package let kinds: ConfigKinds
    package let server: any ConfigServer

    package init(kinds: ConfigKinds, server: any ConfigServer) {
        self.kinds = kinds
        self.server = server
    }

    /// A file and what it says.
    private struct Stated {
        let file: ConfigFile
        let object: ConfigObject
        let kind: ConfigKind
    }

    /// - Parameters:
    ///   - chosen: files of other kinds are checked and left alone.
    ///   - isPruning: whether what has no file is taken away.
    /// - Throws: ``ConfigError`` with everything wrong; nothing was changed.
    package func plan(_ files: [ConfigFile], of chosen: ConfigKinds, isPruning: Bool) async throws -> ConfigPlan {
        let stated = try read(files)
        let touched = chosen.all.filter { kind in isPruning || stated.contains { $0.kind.name == kind.name } }
        var states: [String: [ConfigState]] = [:]
        let needed = Set(touched.map(\.name)).union(stated.flatMap { $0.kind.mentions($0.object) }).union(stated.map(\.kind.name))
        for kind in kinds.all where needed.contains(kind.name) { states[kind.name] = try await present(kind) }
        try check(stated, states, pruning: isPruning ? Set(touched.map(\.name)) : [])
        let tree = ConfigFile.digest(of: files)
        var changes: [ConfigChange] = []
        for kind in touched {
            changes += try ordered(stated.filter { $0.kind.name == kind.name }).map { change($0, states[kind.name] ?? []) }
        }
        guard isPruning else { return ConfigPlan(changes: changes) }
        for kind in touched.reversed() {
            let named = Set(stated.filter { $0.kind.name == kind.name }.map(\.object.name))
            changes += (states[kind.name] ?? []).filter { !named.contains($0.name) && kind.folder != nil }.compactMap { state in
                if kind.isRemovable, !state.isRemovable { return nil }
                return ConfigChange(
                    kind: kind, name: state.name, action: kind.isRemovable ? .delete : .stays, object: nil, state: state, file: nil,
                    document: "no file in \(tree)")
            }
        }
        return ConfigPlan(changes: changes)
    }

    private func read(_ files: [ConfigFile]) throws(ConfigError) -> [Stated] {
        var stated: [Stated] = []
        var problems: [ConfigProblem] = []
        for file in files {
            do throws(ConfigFaults) {
                let (object, kind) = try ConfigDocument.object(file.text, kinds)
                if let other = stated.first(where: { $0.object.kind == object.kind && $0.object.name == object.name }) {
                    problems.append(ConfigProblem(file: file.path, ConfigFault("/name", "\(object.title) is in \(other.file.path) too")))
                }
                stated.append(Stated(file: file, object: object, kind: kind))
            } catch {
                problems += error.faults.map { ConfigProblem(file: file.path, $0) }
            }
        }
        guard problems.isEmpty else { throw .refused(problems) }
        return stated
    }

    private func present(_ kind: ConfigKind) async throws -> [ConfigState] {
        do {
            return try await kind.read(server)
        } catch let refusal as ConfigRefusal {
            throw ConfigError.unreachable(service: kind.service.rawValue, reason: "\(kind.name): \(refusal.reason)")
        } catch let faults as ConfigFaults {
            throw ConfigError.unreachable(
                service: kind.service.rawValue, reason: "\(kind.name): it answers what this version does not know: \(faults.faults)")
        }
    }

    private func check(_ stated: [Stated], _ states: [String: [ConfigState]], pruning: Set<String>) throws(ConfigError) {
        var objects = stated.map(\.object)
        let named = Dictionary(grouping: objects, by: \.kind).mapValues { Set($0.map(\.name)) }
        for kind in kinds.all {
            for state in states[kind.name] ?? [] where !(named[kind.name]?.contains(state.name) ?? false) {
                let goes = pruning.contains(kind.name) && kind.folder != nil && kind.isRemovable && state.isRemovable
                if !goes { objects.append(ConfigObject(kind: kind.name, name: state.name, spec: state.spec)) }
            }
        }
        let world = ConfigWorld(objects)
        let problems = stated.flatMap { item in
            let state = states[item.kind.name]?.first { $0.name == item.object.name }
            return item.kind.check(item.object, world, state).map { ConfigProblem(file: item.file.path, $0.below("/spec")) }
        }
        guard problems.isEmpty else { throw .refused(problems) }
    }

    /// What another needs comes before it, else by name.
    private func ordered(_ items: [Stated]) throws -> [Stated] {
        var waiting = items.sorted { $0.object.name < $1.object.name }
        var ordered: [Stated] = []
        while !waiting.isEmpty {
            let names = Set(waiting.map(\.object.name))
            let ready = waiting.filter { names.isDisjoint(with: $0.kind.needs($0.object)) }
            guard !ready.isEmpty else {
                throw ConfigError.refused(
                    waiting.map { ConfigProblem(file: $0.file.path, ConfigFault("/spec", "needs one that needs it, in a circle")) })
            }
            ordered += ready
            waiting.removeAll { item in ready.contains { $0.object.name == item.object.name } }
        }
        return ordered
    }

    private func change(_ item: Stated, _ states: [ConfigState]) -> ConfigChange {
        let state = states.first { $0.name == item.object.name }
        let differences = state.map { ConfigDifference.between($0.spec, item.object.spec) }
        let action: ConfigChange.Action = differences.map { $0.isEmpty ? .unchanged : .change($0) } ?? .create
        return ConfigChange(
            kind: item.kind, name: item.object.name, action: action, object: item.object, state: state, file: item.file,
            document: "\(ConfigPath.encoded(item.file.path).replacing("%2F", with: "/")) \(item.file.digest)")
    }
}
