import CommonModels
import DecisionDomain
import ProjectionKit
import RuleKit
import StorageKit

/// Reads people from this service's own tables.
struct PersonStore: Sendable {
    private let projection = ProjectionReader()

    /// Everything about one person that rules with these references look at, under the id that lives on.
    func load(_ asked: ProfileID, for references: RuleReferences, now: Instant, in tx: any SQLTransaction) throws -> Person {
        let facts = try projection.facts(for: asked, .needed(references, now: now), in: tx)
        let id = facts.profileID
        var arms: [String: String] = [:]
        for row in try tx.rows("SELECT experiment, arm FROM experiment_assignment WHERE profile_id = $1", [id]) {
            arms[try row.text("experiment")] = try row.text("arm")
        }
        var counters: [String: CapLedger] = [:]
        for row in try tx.rows("SELECT cap, uses, revision FROM cap_counter WHERE subject = $1", [id]) {
            guard let ledger = CapLedger(text: try row.text("uses"), revision: try row.integer("revision")) else {
                throw StorageError.malformed("a cap counter holds no ledger")
            }
            counters[try row.text("cap")] = ledger
        }
        return Person(
            id: id, isKnown: facts.isKnown, facts: facts, userID: facts.identities.firstUserID,
            restriction: facts.restriction, arms: arms, counters: counters)
    }

    func survivor(of id: ProfileID, in tx: any SQLTransaction) throws -> ProfileID {
        try projection.livingID(of: id, in: tx)
    }

    static func owner(of namespace: String, _ value: String, in tx: any SQLTransaction) throws -> ProfileID? {
        try tx.row("SELECT profile_id FROM profile_identity WHERE namespace = $1 AND value = $2", [namespace, value])?.id("profile_id")
    }

    /// The first value a person is known by in a namespace.
    static func identity(_ namespace: String, of id: ProfileID, in tx: any SQLTransaction) throws -> String? {
        try tx.row("SELECT value FROM profile_identity WHERE profile_id = $1 AND namespace = $2 ORDER BY value LIMIT 1", [id, namespace])?
            .text("value")
    }
}
