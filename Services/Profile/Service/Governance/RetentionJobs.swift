import CommonModels
import FeedKit
import ProfileDomain
import ServiceKit
import StorageKit
import SubjectKit

/// Ends what has been kept long enough: a job with progress, in steps small enough not to hold up ingest, that goes on
/// where it was when its worker dies.
struct RetentionJobs: Sendable {
    static let kind = "profile.retention"
    /// Places of the event log looked at, and profiles ended, in one transaction.
    private static let eventStep: Int64 = 1_000
    private static let profileStep = 100
    private static let every = Duration.days(1)

    let database: any Database
    let clock: WallClock
    let jobs: JobStore
    let store: GovernanceStore
    let dormant: DormantProfiles
    let feed: Feed

    func start(by actor: String) async throws -> Job { try await jobs.start(kind: Self.kind, requestedBy: actor) }

    /// Starts the day's job, unless there is nothing to do or one was started within the day.
    func startDaily() async throws {
        guard try await !store.retention().document.isNone else { return }
        if let last = try await jobs.jobs(kind: Self.kind, limit: 1).first, last.createdAt > clock.now() - Self.every { return }
        _ = try await start(by: ServiceName.profile.rawValue)
    }

    func run(_ execution: JobExecution) async throws {
        let rules = try await store.retention().document
        var removed = execution.checkpoint["removed"]?.intValue ?? 0
        var position = execution.checkpoint["position"]?.intValue ?? 0
        let now = clock.now()
        if let shortest = rules.events.shortest {
            let end = try await database.read { tx in try tx.row("SELECT max(event_seq) AS n FROM event")?.integerOrNull("n") ?? 0 }
            while position < end {
                let (from, to, before) = (position, min(position + Self.eventStep, end), removed)
                removed += try await database.write { tx in
                    let count = try Self.removeEvents(rules.events, before: now - .days(shortest), from: from, to: to, now: now, in: tx)
                    try execution.report(
                        done: to, total: end, checkpoint: ["position": .integer(to), "removed": .integer(before + count)], in: tx)
                    return count
                }
                feed.forgetTexts()
                position = to
            }
        }
        guard let days = rules.dormantDays else { return }
        var ended = 0
        while true {
            let done = position + Int64(ended)
            let (place, gone) = (position, removed)
            let count = try await database.write { tx in
                let count = try dormant.end(seenBefore: now - .days(days), limit: Self.profileStep, in: tx)
                try execution.report(
                    done: done + Int64(count), checkpoint: ["position": .integer(place), "removed": .integer(gone)], in: tx)
                return count
            }
            ended += count
            if count == 0 { return }
        }
    }

    private static func removeEvents(
        _ rules: EventRetention, before cutoff: Instant, from: Int64, to: Int64, now: Instant, in tx: any SQLTransaction
    ) throws -> Int64 {
        let old = try tx.rows(
            "SELECT event_seq, profile_id, time, type, name FROM event WHERE event_seq > $1 AND event_seq <= $2 AND time < $3",
            [from, to, cutoff])
        let ended = try old.compactMap { row -> EventPlaces.Place? in
            let (type, name, time) = (try row.text("type"), try row.textOrNull("name"), try row.instant("time"))
            guard let days = CustomerEventType(rawValue: type).flatMap({ rules.days(of: $0, name) }), time < now - .days(days) else {
                return nil
            }
            return EventPlaces.Place(
                profile: try row.id("profile_id"), time: time, sequence: try row.integer("event_seq"), kind: name ?? type)
        }
        return Int64(try EventLog.remove(ended, in: tx))
    }
}
