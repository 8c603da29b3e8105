import CommonModels

extension ProfileView {
    /// A person as templates see them: `profile.traits.firstName`, shorter `profile.firstName`, `profile.email`.
    var templateData: JSONValue {
        var members: JSONObject = ["id": .string(id.rawValue)]
        var known: JSONObject = [:]
        for (name, trait) in traits.sorted(by: { $0.key < $1.key }) { known[name] = trait.value }
        members["traits"] = .object(known)
        for (name, value) in known where members[name] == nil { members[name] = value }
        for identity in identities where members[identity.namespace] == nil { members[identity.namespace] = .string(identity.value) }
        return .object(members)
    }
}
