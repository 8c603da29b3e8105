extension PolicyBook {
    /// `{labels: [{field, label}], policies: [{key, label, actions, channels?, effect: deny | allow, purposes?}],
    /// reads?: [{role, labels}], inherited?: [{field, label, from}]}`; without `reads` the standard ones hold.
    /// - Returns: nil when a member is missing or malformed; see ``fault(in:)`` for which.
    package init?(json: JSONValue) {
        guard Self.fault(in: json) == nil, let labels = json["labels"]?.arrayValue, let policies = json["policies"]?.arrayValue else {
            return nil
        }
        let reads = json["reads"]?.arrayValue?.compactMap { ReadRule(json: $0) }
        self.init(
            labels: labels.compactMap(Self.labelled),
            inherited: json["inherited"]?.arrayValue?.compactMap { Inherited(json: $0) } ?? [],
            policies: policies.compactMap(Self.policy), reads: reads ?? Self.standardReads)
    }

    /// The first member that does not fit, as a JSON pointer and what was expected; nil when all of it does.
    package static func fault(in json: JSONValue) -> (pointer: String, expected: String)? {
        guard let labels = json["labels"]?.arrayValue, labels.count <= labelsMax else {
            return ("/labels", "must be an array of at most \(labelsMax) labels")
        }
        guard let policies = json["policies"]?.arrayValue, policies.count <= policiesMax else {
            return ("/policies", "must be an array of at most \(policiesMax) policies")
        }
        if let bad = labels.firstIndex(where: { labelled($0) == nil }) {
            return ("/labels/\(bad)", "must have a field such as trait:email and a label")
        }
        if let bad = policies.firstIndex(where: { policy($0) == nil }) {
            return ("/policies/\(bad)", "must have key, label, actions and an effect, deny or allow with purposes")
        }
        let keys = policies.compactMap { $0["key"]?.stringValue }
        guard Set(keys).count == keys.count else { return ("/policies", "must have keys that differ") }
        return readFault(in: json) ?? inheritedFault(in: json)
    }

    private static func readFault(in json: JSONValue) -> (pointer: String, expected: String)? {
        guard let told = json["reads"] else { return nil }
        guard let reads = told.arrayValue, reads.count <= readsMax else {
            return ("/reads", "must be an array of at most \(readsMax) roles and what they read")
        }
        if let bad = reads.firstIndex(where: { ReadRule(json: $0) == nil }) {
            return ("/reads/\(bad)", "must have a role and labels that differ, or * alone")
        }
        let roles = reads.compactMap { $0["role"]?.stringValue }
        return Set(roles).count == roles.count ? nil : ("/reads", "must have roles that differ")
    }

    private static func inheritedFault(in json: JSONValue) -> (pointer: String, expected: String)? {
        guard let told = json["inherited"] else { return nil }
        guard let inherited = told.arrayValue else {
            return ("/inherited", "must be an array of fields with a label and what they have it from")
        }
        return inherited.firstIndex { Inherited(json: $0) == nil }.map {
            ("/inherited/\($0)", "must have a field, a label and where it is from")
        }
    }

    package var json: JSONValue {
        var members: JSONObject = [
            "labels": .array(
                labels.map { ["field": .string($0.pattern.description), "label": .string($0.label.rawValue)] }),
            "policies": .array(policies.map(Self.json)), "reads": .array(reads.map(\.json)),
        ]
        if !inherited.isEmpty { members["inherited"] = .array(inherited.map(\.json)) }
        return .object(members)
    }

    private static func labelled(_ json: JSONValue) -> Labelled? {
        guard let field = json["field"]?.stringValue.flatMap({ DataField(text: $0) }),
            let label = json["label"]?.stringValue.flatMap({ DataLabel(rawValue: $0) })
        else { return nil }
        return Labelled(field, label)
    }

    private static func policy(_ json: JSONValue) -> DataPolicy? {
        guard let key = json["key"]?.stringValue, DataLabel(rawValue: key) != nil,
            let label = json["label"]?.stringValue.flatMap({ DataLabel(rawValue: $0) }),
            let names = json["actions"]?.arrayValue, !names.isEmpty
        else { return nil }
        let actions = Set(names.compactMap { $0.stringValue.flatMap { DataAction(rawValue: $0) } })
        guard actions.count == names.count else { return nil }
        var channels: Set<Channel>?
        if let told = json["channels"] {
            guard let listed = told.arrayValue else { return nil }
            let known = Set(listed.compactMap { $0.stringValue.flatMap { Channel(rawValue: $0) } })
            guard !listed.isEmpty, known.count == listed.count else { return nil }
            channels = known
        }
        return effect(json).map { DataPolicy(key: key, label: label, actions: actions, channels: channels, effect: $0) }
    }

    private static func effect(_ json: JSONValue) -> DataPolicy.Effect? {
        switch json["effect"]?.stringValue {
        case "deny": return .deny
        case "allow":
            guard let listed = json["purposes"]?.arrayValue, !listed.isEmpty else { return nil }
            let purposes = Set(listed.compactMap { $0.stringValue.flatMap { Purpose(rawValue: $0) } })
            return purposes.count == listed.count ? .allowOnly(purposes) : nil
        case nil, .some: return nil
        }
    }

    private static func json(_ policy: DataPolicy) -> JSONValue {
        var members: JSONObject = [
            "key": .string(policy.key), "label": .string(policy.label.rawValue),
            "actions": .array(policy.actions.map(\.rawValue).sorted().map { .string($0) }),
        ]
        if let channels = policy.channels { members["channels"] = .array(channels.map(\.rawValue).sorted().map { .string($0) }) }
        switch policy.effect {
        case .deny: members["effect"] = "deny"
        case .allowOnly(let purposes):
            members["effect"] = "allow"
            members["purposes"] = .array(purposes.map(\.rawValue).sorted().map { .string($0) })
        }
        return .object(members)
    }
}

extension PolicyBook.Inherited {
    fileprivate init?(json: JSONValue) {
        guard let field = json["field"]?.stringValue.flatMap({ DataField(text: $0) }),
            let label = json["label"]?.stringValue.flatMap({ DataLabel(rawValue: $0) }),
            let source = json["from"]?.stringValue.flatMap({ DataField(text: $0) })
        else { return nil }
        self.init(field, label, from: source)
    }

    /// `{field, label, from}`
    package var json: JSONValue {
        ["field": .string(field.description), "label": .string(label.rawValue), "from": .string(source.description)]
    }
}
