import CommonModels
import FeedKit
import ProfileDomain
import StorageKit
import SubjectKit

/// Ends profiles nobody has seen for long, here and through the feed everywhere. Nobody asked for it, so nobody is kept
/// out: who comes again is somebody new. Whoever waits for an answer to a case, or has said what their data may not be used
/// for, stays: ending them would forget that.
struct DormantProfiles: Sendable {
    static let dueSQL = """
        SELECT profile_id FROM profile WHERE merged_into IS NULL AND seen_day < $1
            AND NOT EXISTS (SELECT 1 FROM subject_case WHERE subject_case.profile_id = profile.profile_id AND \(holds))
            AND NOT EXISTS (
                SELECT 1 FROM profile AS ended JOIN subject_case ON subject_case.profile_id = ended.profile_id
                WHERE ended.merged_into = profile.profile_id AND \(holds))
        ORDER BY seen_day, profile_id LIMIT $2
        """
    private static let holds = "(is_pending = 1 OR (kind IN ('restrict', 'object') AND state IN ('running', 'completed')))"

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
            try ConsentProof.anonymize(person.ids, in: tx)
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
