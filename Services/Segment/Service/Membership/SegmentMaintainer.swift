package import CommonModels
package import FeedKit
import ProjectionKit
import RuleKit
import SegmentDomain
package import StorageKit

/// Keeps memberships true: on events, by the clock, and for whole segments. Always in the caller's transaction.
///
/// On PostgreSQL the transactions that evaluate run one after the other, so that none decides on facts another is changing.
package struct SegmentMaintainer: Sendable {
    /// The consumer of Profile's feed and its cursor; never changed.
    package static let consumer = "segment-profile"
    /// People evaluated together: bounds memory, not the transaction.
    static let chunkMax = 512
    package static let dueSQL =
        "SELECT profile_id, segment_id FROM segment_timer WHERE due <= $1 ORDER BY due, profile_id LIMIT $2"

    private let applier = ProjectionApplier()
    private let reader = ProjectionReader()
    private let catalogues = CatalogueCache()
    private let cursors = FeedCursors([.profile: Self.consumer])
    private let feed: Feed
    private let clock: WallClock
    private let alarm: MembershipAlarm

    package init(feed: Feed, clock: WallClock, alarm: MembershipAlarm) {
        self.feed = feed
        self.clock = clock
        self.alarm = alarm
    }

    /// One person's segments to evaluate.
    private struct Work {
        let profile: ProfileID
        let positions: [Int]
    }

    /// Applies a batch of Profile's feed: only touched people, only segments that look at what was touched.
    /// - Returns: the segments whose every member must be looked at again: those that ask consent, when its policy changed.
    @discardableResult
    package func apply(_ events: [CloudEvent], in tx: any SQLTransaction) throws -> [SegmentID] {
        try tx.serialize(on: "segment")
        let changes = try applier.apply(events, in: tx)
        let now = clock.now()
        let last = events.lazy.compactMap { Int64($0.id) }.max() ?? 0
        let seen = try cursors.positions(in: tx).union(FeedPositions([.profile: last]))
        try release(changes, seen, at: now, in: tx)
        let catalogue = try catalogues.catalogue(in: tx)
        guard !catalogue.entries.isEmpty else { return [] }
        let work = changes.touched.compactMap { profile, touch -> Work? in
            let positions = catalogue.positions(touchedBy: SegmentTouch(touch))
            return positions.isEmpty ? nil : Work(profile: profile, positions: positions)
        }
        let merged = Set(changes.merges.map(\.survivor) + changes.unmerges.flatMap { [$0.survivor, $0.restored] })
        try evaluate(work.sorted { $0.profile < $1.profile }, catalogue, seen, at: now, in: tx) { merged.contains($0) ? .merge : .event }
        return changes.isPolicyChanged ? catalogue.askingConsent : []
    }

    /// Serves timers that are due.
    /// - Returns: how many; fewer than `limit` when none is left.
    package func serveTimers(limit: Int, in tx: any SQLTransaction) throws -> Int {
        try tx.serialize(on: "segment")
        let now = clock.now()
        let rows = try tx.rows(Self.dueSQL, [now, limit])
        guard !rows.isEmpty else { return 0 }
        let catalogue = try catalogues.catalogue(in: tx)
        var due: [ProfileID: [Int]] = [:]
        var orphans: [[SQLValue]] = []
        for row in rows {
            let profile: ProfileID = try row.id("profile_id")
            let segment: SegmentID = try row.id("segment_id")
            if let position = catalogue.position(of: segment) {
                due[profile, default: []].append(position)
            } else {
                orphans.append([profile.sqlValue, segment.sqlValue])
            }
        }
        try tx.executeMany("DELETE FROM segment_timer WHERE profile_id = $1 AND segment_id = $2", orphans)
        let work = due.map { Work(profile: $0, positions: $1.sorted()) }.sorted { $0.profile < $1.profile }
        try evaluate(work, catalogue, cursors.positions(in: tx), at: now, in: tx) { _ in .time }
        return rows.count
    }

    /// Brings the next people, in order of id, in line with one segment's definition.
    /// - Returns: the last of them and how many; nil when nobody is left.
    package func backfill(
        _ segment: SegmentID, after: String, limit: Int, in tx: any SQLTransaction
    ) throws -> (last: ProfileID, count: Int)? {
        try tx.serialize(on: "segment")
        let rows = try tx.rows(
            "SELECT profile_id FROM projected_profile WHERE profile_id > $1 ORDER BY profile_id LIMIT $2", [after, limit])
        let profiles: [ProfileID] = try rows.map { try $0.id("profile_id") }
        guard let last = profiles.last else { return nil }
        let catalogue = try catalogues.catalogue(in: tx)
        if let position = catalogue.position(of: segment) {
            let work = profiles.map { Work(profile: $0, positions: [position]) }
            try evaluate(work, catalogue, cursors.positions(in: tx), at: clock.now(), in: tx) { _ in .definition }
        }
        return (last, profiles.count)
    }

    /// Looks anew at people who lost events of these names, at the segments that count them.
    func reconsider(_ lost: [ProfileID: Set<String>], in tx: any SQLTransaction) throws {
        try tx.serialize(on: "segment")
        let catalogue = try catalogues.catalogue(in: tx)
        let work = lost.compactMap { profile, names -> Work? in
            let positions = catalogue.positions(touchedBy: SegmentTouch(events: names))
            return positions.isEmpty ? nil : Work(profile: profile, positions: positions)
        }
        try evaluate(work.sorted { $0.profile < $1.profile }, catalogue, cursors.positions(in: tx), at: clock.now(), in: tx) { _ in .time }
    }

    /// Lets the next members of a segment go that is archived or out of use.
    /// - Returns: how many; 0 when nobody is left, or when it was activated again meanwhile.
    package func retire(_ segment: SegmentID, version: Int, limit: Int, in tx: any SQLTransaction) throws -> Int {
        try tx.serialize(on: "segment")
        let status = try tx.row("SELECT status FROM segment WHERE id = $1", [segment])?.text("status")
        guard let status = status.flatMap({ Segment.Status(rawValue: $0) }), status != .active else { return 0 }
        let reason: MembershipReason = status == .archived ? .archive : .policy
        let members = try tx.rows(
            "SELECT profile_id FROM segment_membership WHERE segment_id = $1 ORDER BY profile_id LIMIT $2", [segment, limit])
        var writer = MembershipWriter(now: clock.now(), seen: try cursors.positions(in: tx))
        for row in members { writer.leave(try row.id("profile_id"), segment, version: version, because: reason) }
        try writer.write(to: feed, in: tx)
        if members.isEmpty { try tx.execute("DELETE FROM segment_timer WHERE segment_id = $1", [segment]) }
        return members.count
    }

    private func evaluate(
        _ work: [Work], _ catalogue: SegmentCatalogue, _ seen: FeedPositions, at now: Instant, in tx: any SQLTransaction,
        because reason: (ProfileID) -> MembershipReason
    ) throws {
        guard !work.isEmpty else { return }
        let references = catalogue.references(of: Set(work.flatMap(\.positions)))
        var writer = MembershipWriter(now: now, seen: seen)
        for start in stride(from: 0, to: work.count, by: SegmentMaintainer.chunkMax) {
            let chunk = work[start..<min(start + SegmentMaintainer.chunkMax, work.count)]
            let profiles = chunk.map(\.profile)
            let people = try reader.facts(for: profiles, .needed(references, now: now), includeMemberships: false, in: tx)
            let state = try MembershipState.load(profiles, in: tx)
            for item in chunk {
                var facts = people[item.profile] ?? ProfileFacts(unknown: item.profile)
                facts.segments = state.segments[item.profile] ?? []
                let timers = state.timers[item.profile] ?? [:]
                let cause = reason(item.profile)
                for verdict in catalogue.evaluate(item.positions, for: &facts, at: now) {
                    writer.add(verdict, of: item.profile, because: cause, timer: timers[verdict.segment])
                }
            }
        }
        try writer.write(to: feed, in: tx)
        if let due = writer.earliestDue { tx.afterCommit { [alarm] in alarm.set(due) } }
    }

    /// Merged and erased people leave everything.
    private func release(_ changes: ProjectionChanges, _ seen: FeedPositions, at now: Instant, in tx: any SQLTransaction) throws {
        let gone =
            changes.merges.map { ($0.merged, MembershipReason.merge) } + changes.erased.map { ($0, MembershipReason.erasure) }
        guard !gone.isEmpty else { return }
        var writer = MembershipWriter(now: now, seen: seen)
        var released: Set<ProfileID> = []
        for (profile, reason) in gone where released.insert(profile).inserted {
            for row in try tx.rows("SELECT segment_id, version FROM segment_membership WHERE profile_id = $1", [profile]) {
                writer.leave(profile, try row.id("segment_id"), version: try row.int("version"), because: reason)
            }
            try tx.execute("DELETE FROM segment_timer WHERE profile_id = $1", [profile])
        }
        try writer.write(to: feed, in: tx)
    }
}
