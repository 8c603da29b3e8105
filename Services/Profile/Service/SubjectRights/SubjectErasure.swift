import CommonModels
import ProfileDomain
import StorageKit

/// What erasing somebody takes beyond deleting their rows: they stay recognizable to nobody but the block list.
///
/// Their events go; what they add up to lives on in counts that name nobody (Profile's days, Reporting's facts).
struct SubjectErasure: Sendable {
    let blocks: BlockList

    /// - Parameter identities: what names the person, or named them when the case was opened.
    func prepare(
        _ item: SubjectCase, _ person: CasePerson, _ identities: Set<IdentityKey>, at now: Instant, in tx: any SQLTransaction
    ) throws {
        try blocks.block(identities, by: item.id, at: now, in: tx)
        try keepMessagesOut(of: person.ids, notNaming: identities, in: tx)
        // That somebody agreed to something stays provable; who, only to those who can name them.
        try ConsentProof.anonymize(person.ids, as: item.subjectHash, in: tx)
        try PersonDeparture.settle(person.ids, in: tx)
        try NamedRejections.remove(naming: identities.map(\.value), in: tx)
        try QuarantineErasure.remove(naming: identities, in: tx)
        try IdentityErasure.forget(person.ids, identities, in: tx)
        for var other in try CaseStore.cases(about: person.ids, in: tx) where other.id != item.id {
            other.forgetPerson()
            try CaseStore.save(other, in: tx)
            try tx.execute("DELETE FROM case_bundle WHERE case_id = $1", [other.id])
        }
    }

    /// Events that name none of the erased identities would be taken as new when they are sent again: a device that is
    /// somebody else's by now. Their message ids are kept as hashes.
    private func keepMessagesOut(
        of ids: [ProfileID], notNaming identities: Set<IdentityKey>, in tx: any SQLTransaction
    ) throws {
        let rules = try IdentityRulesStore.definitions(in: tx)
        var hashes: [[SQLValue]] = []
        for id in ids {
            try tx.forEachRow("SELECT message_id, user_id, anonymous_id FROM person_event WHERE profile_id = $1", [id]) { row in
                let claims = IdentityClaims(
                    userId: try row.textOrNull("user_id"), anonymousId: try row.textOrNull("anonymous_id"), rules: rules)
                guard identities.isDisjoint(with: claims.keys) else { return }
                hashes.append([.text(blocks.hasher.hash(messageID: try row.text("message_id")))])
            }
        }
        try tx.insert(into: "erased_message", columns: ["hash"], rows: hashes, onConflict: .ignore)
    }
}
