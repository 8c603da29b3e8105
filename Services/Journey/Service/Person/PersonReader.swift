package import CommonModels
package import ProjectionKit
package import RuleKit
package import StorageKit

/// Reads people out of Journey's own copy of the feeds.
package struct PersonReader: Sendable {
    /// The event that tells which arm of an experiment somebody was shown.
    static let exposure = "Experiment Viewed"

    private let reader = ProjectionReader()

    package init() {}

    /// The id that lives on for a merged one, else the same.
    package func current(_ id: ProfileID, in tx: any SQLTransaction) throws -> ProfileID { try reader.livingID(of: id, in: tx) }

    /// Facts for the conditions of a version, evaluated now.
    package func facts(for id: ProfileID, _ references: RuleReferences, now: Instant, in tx: any SQLTransaction) throws -> ProfileFacts {
        try reader.facts(for: id, .needed(references, now: now), in: tx)
    }

    /// The person without their history; somebody unknown has nothing but the id.
    package func person(_ id: ProfileID, in tx: any SQLTransaction) throws -> Person {
        let living = try current(id, in: tx)
        let known = try reader.profiles([living], in: tx)[living]
        let facts = known ?? ProfileFacts(unknown: living)
        return Person(
            id: living, traits: facts.traitValues, identities: facts.identities, consents: facts.consents,
            policy: try known?.policy ?? reader.policy(in: tx),
            holdoutArm: try holdoutArm(living, in: tx), restriction: facts.restriction)
    }

    /// The arm of the first exposure anybody told of, as Decision keeps it.
    private func holdoutArm(_ id: ProfileID, in tx: any SQLTransaction) throws -> String? {
        let rows = try tx.rows(
            "SELECT properties FROM projected_event WHERE profile_id = $1 AND name = $2 ORDER BY time LIMIT 50", [id, Self.exposure])
        for row in rows {
            let properties = try row.json("properties")
            if properties["experiment_id"]?.stringValue == GlobalHoldout.key { return properties["variation_id"]?.stringValue }
        }
        return nil
    }
}
