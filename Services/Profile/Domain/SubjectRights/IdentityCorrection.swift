import CommonModels

/// One identity as it should be: `wrong` goes, `right` comes in its place. Values are as somebody wrote them; the rules of identity
/// that hold when the case runs say which identities they are.
package struct IdentityCorrection: Hashable, Sendable {
    package let namespace: IdentityNamespace
    /// Nil where nothing goes.
    package let wrong: String?
    /// Nil where nothing comes.
    package let right: String?

    package init(_ namespace: IdentityNamespace, wrong: String?, right: String?) {
        self.namespace = namespace
        self.wrong = wrong
        self.right = right
    }

    /// What is left of it once it was made: what was taken away may be somebody else's.
    var withoutWrong: IdentityCorrection { IdentityCorrection(namespace, wrong: nil, right: right) }

    /// What is left of it when the person has been erased.
    var withoutValues: IdentityCorrection { IdentityCorrection(namespace, wrong: nil, right: nil) }
}

extension IdentityCorrection {
    private static let members: Set = ["namespace", "from", "to"]

    /// `{namespace, from?, to?}`; nil when it is not of that form.
    init?(json: JSONValue) {
        guard let told = json.objectValue, Set(told.keys).isSubset(of: Self.members),
            let namespace = told["namespace"]?.stringValue.flatMap({ IdentityNamespace(key: $0) }),
            ["from", "to"].allSatisfy({ told[$0].map(Self.isValue) ?? true })
        else { return nil }
        self.init(namespace, wrong: told["from"]?.stringValue, right: told["to"]?.stringValue)
    }

    var json: JSONValue {
        var members: JSONObject = ["namespace": .string(namespace.rawValue)]
        if let wrong { members["from"] = .string(wrong) }
        if let right { members["to"] = .string(right) }
        return .object(members)
    }

    private static func isValue(_ json: JSONValue) -> Bool {
        json.stringValue.map { (1...IdentityNamespace.valueLengthMax).contains($0.count) } ?? false
    }
}
