package import CommonModels

/// What a person says is right about them.
package struct SubjectCorrections: Hashable, Sendable {
    package static let traitsMax = 50
    package static let traitNameLengthMax = 100  // characters
    package static let identitiesMax = 20

    /// Traits as they should be; null removes one.
    package let traits: JSONObject
    package let identities: [IdentityCorrection]

    package init(traits: JSONObject, identities: [IdentityCorrection] = []) {
        self.traits = traits
        self.identities = identities
    }

    var withoutWrong: SubjectCorrections { SubjectCorrections(traits: traits, identities: identities.map(\.withoutWrong)) }

    var withoutValues: SubjectCorrections {
        SubjectCorrections(traits: traits.mapValues { _ in .null }, identities: identities.map(\.withoutValues))
    }
}

extension SubjectCorrections {
    /// `{traits?, identities?}`, one of them at least.
    /// - Throws: ``CaseError/invalid(field:expected:)``.
    init(json: JSONValue) throws(CaseError) {
        traits = try Self.traits(json["traits"])
        identities = try Self.identities(json["identities"])
        guard !traits.isEmpty || !identities.isEmpty else {
            throw .invalid(field: "traits", expected: "traits to correct, where identities has none")
        }
    }

    var members: JSONObject {
        var members: JSONObject = [:]
        if !traits.isEmpty { members["traits"] = .object(traits) }
        if !identities.isEmpty { members["identities"] = .array(identities.map(\.json)) }
        return members
    }

    private static func traits(_ json: JSONValue?) throws(CaseError) -> JSONObject {
        guard let json else { return [:] }
        guard let traits = json.objectValue, traits.count <= traitsMax,
            traits.keys.allSatisfy({ (1...traitNameLengthMax).contains($0.count) })
        else { throw .invalid(field: "traits", expected: "an object of at most \(traitsMax) traits, null for those to remove") }
        return traits
    }

    private static func identities(_ json: JSONValue?) throws(CaseError) -> [IdentityCorrection] {
        guard let json else { return [] }
        guard let listed = json.arrayValue, listed.count <= identitiesMax else {
            throw .invalid(field: "identities", expected: "an array of at most \(identitiesMax) corrections")
        }
        var corrections: [IdentityCorrection] = []
        for (index, entry) in listed.enumerated() {
            guard let correction = IdentityCorrection(json: entry) else {
                let expected = "a namespace with the value that is wrong (from), the right one (to), or both"
                throw .invalid(field: "identities/\(index)", expected: expected)
            }
            corrections.append(correction)
        }
        return corrections
    }
}
