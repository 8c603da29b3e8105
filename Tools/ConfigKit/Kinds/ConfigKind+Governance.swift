import CommonModels
import ProfileDomain
import ServiceKit

extension ConfigKind {
    /// Labels of fields, policies over their use, and which role reads them.
    package static let dataPolicies: ConfigKind = {
        var kind = ConfigKind.one(
            "data-policies", of: .profile, at: "/v1/policies",
            about: "labels of fields, policies over their use, and which role reads them as they are.",
            shape: .members([
                "labels": .list(.members(["field": .any, "label": .any])),
                "policies": .list(
                    .members(["key": .any, "label": .any, "actions": .any, "channels": .any, "effect": .any, "purposes": .any])),
                "reads": .list(.members(["role": .any, "labels": .any])),
            ])
        ) { spec, _ throws(ConfigFaults) in
            if let fault = PolicyBook.fault(in: spec) { throw ConfigFaults(fault.pointer, fault.expected) }
            guard let book = PolicyBook(json: spec) else { throw ConfigFaults("", "must be a book of policies") }
            let roles = Role.allCases.map(\.rawValue) + [ReadRule.key]
            let unknown = book.reads.enumerated().filter { !roles.contains($0.element.role) }
            guard unknown.isEmpty else {
                throw ConfigFaults(
                    unknown.map { ConfigFault("/reads/\($0.offset)/role", "must be one of \(roles.joined(separator: ", "))") })
            }
            return book.json
        }
        kind.mentions = { _ in ["consent-catalogue"] }
        kind.check = { object, world, _ in labelFaults(object.stated) + purposeFaults(object.stated, ConfigKind.purposes(in: world)) }
        return kind
    }()

    /// A policy, or a right to read, over a label no field has would do nothing, silently.
    private static func labelFaults(_ spec: JSONValue) -> [ConfigFault] {
        let labels = Set((spec["labels"]?.arrayValue ?? []).compactMap { $0["label"]?.stringValue })
        let policies = (spec["policies"]?.arrayValue ?? []).enumerated().compactMap { index, policy -> ConfigFault? in
            guard let label = policy["label"]?.stringValue, !labels.contains(label) else { return nil }
            return ConfigFault("/policies/\(index)/label", "no field has the label \(label)")
        }
        let reads = (spec["reads"]?.arrayValue ?? []).enumerated().flatMap { index, rule in
            (rule["labels"]?.arrayValue ?? []).enumerated().compactMap { place, label -> ConfigFault? in
                guard let label = label.stringValue, label != ReadRule.everyLabel, !labels.contains(label) else { return nil }
                return ConfigFault("/reads/\(index)/labels/\(place)", "no field has the label \(label)")
            }
        }
        return policies + reads
    }

    private static func purposeFaults(_ spec: JSONValue, _ purposes: Set<String>) -> [ConfigFault] {
        (spec["policies"]?.arrayValue ?? []).enumerated().flatMap { index, policy in
            (policy["purposes"]?.arrayValue ?? []).enumerated().compactMap { place, purpose -> ConfigFault? in
                guard let purpose = purpose.stringValue, !purposes.contains(purpose) else { return nil }
                return ConfigFault("/policies/\(index)/purposes/\(place)", "the consent catalogue has no purpose \(purpose)")
            }
        }
    }

    package static let retention = ConfigKind.one(
        "retention", of: .profile, at: "/v1/retention", about: "how long events and profiles nobody sees are kept.",
        shape: .members(["events": .list(.members(["name": .any, "type": .any, "days": .any])), "dormantDays": .any])
    ) { spec, _ throws(ConfigFaults) in
        do throws(GovernanceError) {
            return try RetentionRules(json: spec).json
        } catch {
            switch error {
            case .invalid(let pointer, let expected): throw ConfigFaults(pointer, expected)
            case .changed: throw ConfigFaults("", "changed meanwhile")
            }
        }
    }
}
