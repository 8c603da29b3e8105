import CommonModels
import ProfileDomain
import StorageKit
import SubjectKit

/// Where a person's rights reach events in quarantine: by the identities these name, whoever owns them now.
enum QuarantineErasure {
    static let holding = SubjectHolding(
        "quarantined_event",
        .through(
            "event_id",
            """
            SELECT q.event_id FROM quarantine_identity q JOIN identity i ON i.namespace = q.namespace AND i.value = q.value
            WHERE i.profile_id
            """), .removed,
        columns: [
            "event_id", .instant("time"), .instant("received_at"), "type", "kind", "source", "rule", .json("faults"), .json("payload"),
            .json("batch_context"), .json("sender"),
        ], order: "quarantine_id")

    /// Removes what names one of these identities, also where nobody owns it yet.
    static func remove(naming identities: some Sequence<IdentityKey>, in tx: any SQLTransaction) throws {
        try tx.executeMany(
            """
            DELETE FROM quarantined_event WHERE event_id IN
                (SELECT event_id FROM quarantine_identity WHERE namespace = $1 AND value = $2)
            """, identities.map { [.text($0.namespace.rawValue), .text($0.value)] })
    }
}
