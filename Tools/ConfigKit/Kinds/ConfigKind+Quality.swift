import CommonModels
import ProfileDomain

extension ConfigKind {
    private static let planPath = "/v1/tracking-plan"
    private static let planShape = ConfigShape.members(["mode": .any, "description": .any, "schema": .any])

    /// What events must look like; named by what an entry speaks of, `track:Order Completed`.
    package static let planEntries = ConfigKind(
        name: "tracking-plan-entry", service: .profile, folder: "tracking-plan",
        about: "what events of a kind and name must look like, and what becomes of those that do not.", shape: planShape,
        read: { server in
            try await server.items(.profile, planPath).map { item in
                let name = (item["kind"]?.stringValue ?? "") + ":" + (item["name"]?.stringValue ?? "")
                return ConfigState(
                    name: name, spec: planShape.ordered(try planEntry(planShape.ordered(item), name)),
                    version: item["version"]?.intValue ?? 0)
            }
        }, canonical: planEntry,
        write: { change, server in
            guard let rule = PlanRule(text: change.name) else { return }
            let place = planPath + "/\(rule.kind.rawValue)/" + ConfigPath.encoded(rule.name)
            guard let object = change.object else {
                try await server.call(ConfigCall(.delete, .profile, place, ifMatch: change.state?.ifMatch, document: change.document))
                return
            }
            try await server.call(
                ConfigCall(.put, .profile, place, body: object.spec, ifMatch: change.state?.ifMatch, document: change.document))
        }, isRemovable: true)

    private static let planEntry: Canonical = { spec, name throws(ConfigFaults) in
        guard let rule = PlanRule(text: name) else {
            let kinds = PlanRule.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw ConfigFaults("", "must be named kind:name, such as track:Order Completed; kinds are \(kinds)")
        }
        return try ConfigKind.document { () throws(DocumentFaults) in
            var members = try PlanEntry(json: spec, rule: rule).json.objectValue ?? [:]
            members["kind"] = nil
            members["name"] = nil
            return .object(members)
        }
    }

    /// What becomes of events the plan does not name, and how long quarantine keeps.
    package static let planSettings = ConfigKind.one(
        "tracking-plan-settings", of: .profile, at: "/v1/tracking-plan/settings",
        about: "what becomes of track events the plan does not name, and how long events wait in quarantine.",
        shape: .members(["unplanned": .any, "quarantineDays": .any])
    ) { spec, _ throws(ConfigFaults) in
        try ConfigKind.document { () throws(DocumentFaults) in try PlanSettings(json: spec).json }
    }

    /// Kinds of things that are no people and that signals are about.
    package static let signalTypes = ConfigKind.many(
        "signal-type", of: .profile, at: "/v1/signal-types", key: "key", folder: "signal-types",
        about: "a kind of thing that signals are about, such as cities.",
        shape: .members(["name": .local, "description": .any, "idPattern": .any, "sources": .any, "keepDays": .any]),
        spec: { $0["document"] ?? .null }
    ) { spec, name throws(ConfigFaults) in
        try ConfigKind.document { () throws(DocumentFaults) in
            var members = try SignalType(json: spec, key: name).json.objectValue ?? [:]
            members["key"] = nil
            return .object(members)
        }
    }
}
