import CommonModels
import FeedKit
import ProjectionKit
import SegmentDomain
import StorageKit

/// Gathers changes of membership and timers and writes them with few statements: rows, sizes and feed together.
struct MembershipWriter {
    private let now: Instant
    private let seen: FeedPositions
    private var entered: [[SQLValue]] = []
    private var left: [[SQLValue]] = []
    private var timersSet: [[SQLValue]] = []
    private var timersCleared: [[SQLValue]] = []
    private var events: [FeedEvent] = []
    private var enteredCounts: [SegmentID: Int64] = [:]
    private var leftCounts: [SegmentID: Int64] = [:]
    /// The earliest timer that was set.
    private(set) var earliestDue: Instant?

    /// - Parameter seen: what of Profile's feed the changes follow from.
    init(now: Instant, seen: FeedPositions) {
        self.now = now
        self.seen = seen
    }

    /// Changes of membership so far.
    var changeCount: Int { entered.count + left.count }

    /// - Parameter timer: the one stored for this person and segment.
    mutating func add(_ verdict: MembershipVerdict, of profile: ProfileID, because reason: MembershipReason, timer: Instant?) {
        if verdict.isChange {
            if verdict.isMember {
                enter(profile, verdict.segment, version: verdict.version, because: reason)
            } else {
                leave(profile, verdict.segment, version: verdict.version, because: reason)
            }
        }
        guard verdict.due != timer else { return }
        if let due = verdict.due {
            timersSet.append([profile.sqlValue, verdict.segment.sqlValue, due.sqlValue])
            earliestDue = earliestDue.map { min($0, due) } ?? due
        } else {
            timersCleared.append([profile.sqlValue, verdict.segment.sqlValue])
        }
    }

    mutating func enter(_ profile: ProfileID, _ segment: SegmentID, version: Int, because reason: MembershipReason) {
        entered.append([profile.sqlValue, segment.sqlValue, now.sqlValue, .text(reason.rawValue), version.sqlValue])
        enteredCounts[segment, default: 0] += 1
        events.append(event(FeedEventType.segmentEntered, profile, segment, version, reason))
    }

    mutating func leave(_ profile: ProfileID, _ segment: SegmentID, version: Int, because reason: MembershipReason) {
        left.append([profile.sqlValue, segment.sqlValue])
        leftCounts[segment, default: 0] += 1
        events.append(event(FeedEventType.segmentLeft, profile, segment, version, reason))
    }

    func write(to feed: Feed, in tx: any SQLTransaction) throws {
        try tx.insert(
            into: "segment_membership", columns: ["profile_id", "segment_id", "entered_at", "reason", "version"], rows: entered)
        try tx.executeMany("DELETE FROM segment_membership WHERE profile_id = $1 AND segment_id = $2", left)
        try tx.insert(
            into: "segment_timer", columns: ["profile_id", "segment_id", "due"], rows: timersSet,
            onConflict: .replace(key: ["profile_id", "segment_id"], update: ["due"]))
        try tx.executeMany("DELETE FROM segment_timer WHERE profile_id = $1 AND segment_id = $2", timersCleared)
        try count(in: tx)
        if !events.isEmpty { try feed.publish(events, in: tx) }
    }

    private func count(in tx: any SQLTransaction) throws {
        let changed = Set(enteredCounts.keys).union(leftCounts.keys).sorted()
        guard !changed.isEmpty else { return }
        try tx.executeMany(
            "UPDATE segment SET size = size + $2 WHERE id = $1",
            changed.map { [$0.sqlValue, .integer((enteredCounts[$0] ?? 0) - (leftCounts[$0] ?? 0))] })
        let day = now.utcDay
        try tx.executeMany(
            """
            INSERT INTO segment_size (segment_id, day, size, entered, departed)
            SELECT id, CAST($2 AS BIGINT), size, CAST($3 AS BIGINT), CAST($4 AS BIGINT) FROM segment WHERE id = $1
            ON CONFLICT (segment_id, day) DO UPDATE SET size = excluded.size, entered = segment_size.entered + excluded.entered,
                departed = segment_size.departed + excluded.departed
            """,
            changed.map {
                [$0.sqlValue, .integer(day), .integer(enteredCounts[$0] ?? 0), .integer(leftCounts[$0] ?? 0)]
            })
    }

    private func event(
        _ type: String, _ profile: ProfileID, _ segment: SegmentID, _ version: Int, _ reason: MembershipReason
    ) -> FeedEvent {
        let data: JSONValue = [
            "segmentId": .string(segment.rawValue), "profileId": .string(profile.rawValue), "at": .string(now.rfc3339),
            "reason": .string(reason.rawValue), "version": .integer(Int64(version)),
        ]
        return FeedEvent(
            type: type, subject: profile.rawValue, partitionKey: profile.rawValue, time: now, data: data.serialized, seen: seen)
    }
}
