import CommonModels
import ProfileDomain
import StorageKit

/// Corrections of somebody's identities, read by the rules that hold: which values go, which come.
struct IdentityRectification {
    /// A trait that carries identities of the namespace, and what becomes of its value.
    struct CarriedTrait {
        let name: String
        let right: IdentityKey?
        fileprivate let wrong: IdentityKey
        fileprivate let normalization: IdentityNormalization

        /// Whether this value of the trait states what is wrong.
        func isWrong(_ value: String) -> Bool { IdentityRectification.stored(value, normalization) == wrong.value }
    }

    private let person: CasePerson
    private let rules: IdentityRules
    private(set) var removed: [IdentityKey] = []
    private(set) var added: [IdentityKey] = []
    private(set) var carried: [CarriedTrait] = []

    /// - Throws: ``CaseError/invalid(field:expected:)``, ``CaseError/identityTaken(_:by:)``; then nothing can be corrected.
    init(_ corrections: [IdentityCorrection], of person: CasePerson, blocks: BlockList, in tx: any SQLTransaction) throws {
        self.person = person
        rules = corrections.isEmpty ? .builtIn : try IdentityRulesStore.load(in: tx)
        for (index, correction) in corrections.enumerated() {
            let field = "identities/\(index)"
            guard let definition = rules[correction.namespace] else {
                throw CaseError.invalid(field: field + "/namespace", expected: "a namespace of this installation")
            }
            let wrong = try correction.wrong.map { try held($0, definition, field + "/from") }
            let right = try correction.right.map { try wanted($0, definition, field + "/to") }
            guard wrong != right else {
                throw CaseError.invalid(field: field, expected: "a value to take away, one to add, or two that differ")
            }
            if let wrong { removed.append(wrong) }
            if let right { added.append(right) }
            if let wrong, let trait = definition.trait {
                carried.append(CarriedTrait(name: trait, right: right, wrong: wrong, normalization: definition.normalization))
            }
        }
        // What one correction takes away and another calls right stays.
        let right = Set(added)
        removed.removeAll { right.contains($0) }
        added = right.subtracting(person.identities).sorted()
        try checkRoom()
        try checkOwners(blocks, in: tx)
    }

    /// Takes what is wrong away and links what is right.
    /// - Returns: what was linked, as the feed tells it.
    func apply(at now: Instant, in tx: any SQLTransaction) throws -> [IdentityView] {
        guard !removed.isEmpty || !added.isEmpty else { return [] }
        let hour = now.startOfHour
        for key in removed { try IdentityWatch.takeAway(key, in: tx) }
        try IdentityStore.save(identities: added.map { ($0, person.id, hour, hour) }, in: tx)
        try settleWhetherKnown(in: tx)
        return added.map { IdentityView(namespace: $0.namespace.rawValue, value: $0.value, firstSeen: hour, lastSeen: hour) }
    }

    private func held(_ text: String, _ definition: NamespaceDefinition, _ field: String) throws -> IdentityKey {
        let readings = [Self.stored(text, definition.normalization), text].map { IdentityKey(trusted: definition.namespace, $0) }
        guard let key = readings.first(where: { person.identities.contains($0) }), !removed.contains(key) else {
            throw CaseError.invalid(field: field, expected: "an identity the person has, each once")
        }
        return key
    }

    /// A value as it would be stored; what is wrong may well be what no rule would take today, then as it is.
    private static func stored(_ text: String, _ normalization: IdentityNormalization) -> String {
        (try? normalization.normalized(text)) ?? text
    }

    private func wanted(_ text: String, _ definition: NamespaceDefinition, _ field: String) throws -> IdentityKey {
        do throws(IdentityRefusal) {
            return try rules.key(definition, text)
        } catch {
            throw CaseError.invalid(field: field, expected: "a value that identifies somebody; this does not: \(error.code)")
        }
    }

    /// One identity at least is left, and of no namespace too many.
    private func checkRoom() throws {
        let left = Set(person.identities).subtracting(removed).union(added)
        guard !left.isEmpty || removed.isEmpty else {
            throw CaseError.invalid(field: "identities", expected: "corrections that leave the person an identity; or erase them")
        }
        for namespace in Set(added.map(\.namespace)) {
            guard let max = rules[namespace]?.valuesMax, left.count(where: { $0.namespace == namespace }) > max else { continue }
            throw CaseError.invalid(field: "identities", expected: "corrections that leave at most \(max) of \(namespace.rawValue)")
        }
    }

    /// What comes is nobody's, nor that of somebody who was erased.
    private func checkOwners(_ blocks: BlockList, in tx: any SQLTransaction) throws {
        for key in added {
            if let owner = try IdentityStore.owner(of: key, in: tx) { throw CaseError.identityTaken(key.namespace, by: owner) }
        }
        guard try blocks.blocked(Set(added), beyond: StoredIdentities(rules: rules), in: tx).isEmpty else {
            throw CaseError.invalid(field: "identities", expected: "of identities that were not erased")
        }
    }

    /// A person is known by a value that names one.
    private func settleWhetherKnown(in tx: any SQLTransaction) throws {
        let left = Set(person.identities).subtracting(removed).union(added)
        let isKnown = left.contains { rules[$0.namespace]?.holder == .person }
        let wasKnown = try tx.row("SELECT is_known FROM profile WHERE profile_id = $1", [person.id])?.bool("is_known") ?? false
        guard isKnown != wasKnown else { return }
        try tx.execute("UPDATE profile SET is_known = $2 WHERE profile_id = $1", [person.id, isKnown])
        try PopulationStore.add(ProfileCounts(living: 0, known: isKnown ? 1 : -1, merged: 0), in: tx)
    }
}
