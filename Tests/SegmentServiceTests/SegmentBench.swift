import CommonModels
import FeedKit
import Logging
import RuleKit
import SegmentDomain
import SegmentService
import ServiceKit
import StorageKit
import TestFixtures
import Testing

/// The parts of the service on an empty database, with a clock moved by hand.
struct SegmentBench: Sendable {
    let database: any Database
    let time: ManualTime
    let feed: Feed
    let segments: SegmentStore
    let memberships: MembershipStore
    let maintainer: SegmentMaintainer
    let clock: MembershipClock
    let jobs: JobStore
    let ids: IDGenerator

    /// An id nobody has.
    static let nobody = TypedID<ProfileTag>(trusted: "prf_7zzzzzzzzzzzzzzzzzzzzzzzzz")
    static let start = Instant(secondsSince1970: 1_790_000_000)

    static func on(_ engine: TestEngine, _ body: (SegmentBench) async throws -> Void) async throws {
        try await engine.withDatabase(SegmentService.migrations + [JobStore.migrations, AuditLog.migrations]) { database in
            let time = ManualTime(start)
            let feed = Feed(service: .segment, database: database, clock: time.clock)
            let alarm = MembershipAlarm()
            let maintainer = SegmentMaintainer(feed: feed, clock: time.clock, alarm: alarm)
            let ids = IDGenerator.sequential()
            try await body(
                SegmentBench(
                    database: database, time: time, feed: feed,
                    segments: SegmentStore(database: database, feed: feed, clock: time.clock),
                    memberships: MembershipStore(database: database, clock: time.clock), maintainer: maintainer,
                    clock: MembershipClock(
                        database: database, maintainer: maintainer, alarm: alarm, clock: time.clock, logger: Logger(label: "test")),
                    jobs: JobStore(database: database, clock: time.clock, ids: ids), ids: ids))
        }
    }

    /// A new active segment; nobody is evaluated for it yet.
    @discardableResult
    func active(_ key: String, _ rule: String) async throws -> SegmentID {
        let segment = try draft(key, rule)
        try await segments.create(segment)
        let now = time.clock.now()
        _ = try await segments.update(segment.id, { try $0.activate(at: now) })
        return segment.id
    }

    func draft(_ key: String, _ rule: String) throws -> Segment {
        Segment(
            id: ids.next(), key: try #require(SegmentKey(key)), name: try #require(SegmentName(ko: key, en: key)),
            rule: try Rule(json: JSONValue(parsing: rule)), at: time.clock.now())
    }

    func apply(_ events: [CloudEvent]) async throws { try await database.write { tx in try maintainer.apply(events, in: tx) } }

    func members(_ segment: SegmentID) async throws -> Set<ProfileID> {
        Set(try await memberships.members(of: segment, after: nil, limit: 100_000).map(\.profileId))
    }

    /// `entered` and `left` of Segment's own feed, in order.
    func told() async throws -> [(type: String, profile: String, segment: String, reason: String, seen: FeedPositions)] {
        var events: [CloudEvent] = []
        var last: Int64 = 0
        while true {
            let page = try await feed.page(FeedQuery(after: last))
            guard page.count > 0 else { break }
            let batch = try FeedBatch(page.body, after: last)
            events += batch.events
            last = batch.last
        }
        return events.compactMap { event in
            guard event.type != FeedEventType.segmentDefinition else { return nil }
            return (
                event.type, event.data["profileId"]?.stringValue ?? "", event.data["segmentId"]?.stringValue ?? "",
                event.data["reason"]?.stringValue ?? "", event.seen
            )
        }
    }
}
