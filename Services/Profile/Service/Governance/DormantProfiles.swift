import CommonModels
import FeedKit
import ProfileDomain
import StorageKit
import SubjectKit

/// Ends profiles nobody has seen for long, here and through the feed everywhere. Nobody asked for it, so nobody is kept
/// out: who comes again is somebody new.
struct DormantProfiles: Sendable {
    static let dueSQL = """
        SELECT profile_id FROM profile WHERE merged_into IS NULL AND seen_day < $1 ORDER BY seen_day, profile_id LIMIT $2
        """

    let feed: Feed
    let records: SubjectRecords
    let clock: WallClock

    /// - Returns: how many ended; 0 when none is left.
    func end(seenBefore horizon: Instant, limit: Int, in tx: any SQLTransaction) throws -> Int {
        try tx.serialize(on: "profile-identity")
        let due: [ProfileID] = try tx.rows(Self.dueSQL, [horizon.utcDay, limit]).map { try $0.id("profile_id") }
        let now = clock.now()
        var events: [FeedEvent] = []
        for id in due {
            guard let person = try CasePerson.find(.profile(id), in: tx) else { continue }
            let order = SubjectOrder(caseID: nil, action: .erase, profileID: id, mergedIDs: person.merged)
            try ConsentProof.permit(changesOf: person.ids, in: tx) {
                _ = try tx.executeMany("DELETE FROM consent_record WHERE profile_id = $1", person.ids.map { [$0.sqlValue] })
            }
            try PersonDeparture.settle(person.ids, in: tx)
            try records.remove(person.ids, in: tx)
            events.append(
                FeedEvent(
                    type: FeedEventType.profileErased, profile: id, time: now, data: .object(order.members), topic: .governance,
                    isDeletion: true))
        }
        try feed.publish(events, in: tx)
        return due.count
    }
}
