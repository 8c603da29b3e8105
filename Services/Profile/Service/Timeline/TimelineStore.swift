package import CommonModels
package import StorageKit

/// Everything a person did and everything we did to them, newest first, at the same speed for ten events and a million: pages
/// are read along an index, and a filter looks at ``lookMax`` events a page at most.
package struct TimelineStore: Sendable {
    /// Events of one id looked at for a page of one kind or source; there may be more behind a page that is not full.
    package static let lookMax = 20_000

    private let database: any Database

    package init(database: any Database) { self.database = database }

    /// A page of events and where the next one starts.
    package struct Page: Sendable {
        package let entries: [TimelineEntry]
        package let next: Keyset?
    }

    /// - Parameter after: what the page before gave as next.
    /// - Returns: nil when there is no such profile.
    package func page(of id: ProfileID, _ filter: TimelineFilter = .all, limit: Int, after: Keyset?) async throws -> Page? {
        try await database.read { transaction in
            guard let survivor = try IdentityStore.survivor(of: id, in: transaction) else { return nil }
            var ids = try transaction.rows("SELECT profile_id FROM profile WHERE merged_into = $1", [survivor]).map {
                try $0.text("profile_id")
            }
            ids.append(survivor.rawValue)
            let runs = try EventPlaces.runs.all(in: transaction)
            // Each id has its own index range; the newest of all ranges is the page.
            var reads: [TimelineRead] = []
            for id in ids {
                reads.append(try TimelineRead(id, survivor, filter, after: after, limit: limit + 1, runs: runs, in: transaction))
            }
            return Self.page(of: reads, limit: limit)
        }
    }

    /// Events with their keyset position, `limit` at most.
    package func events(of id: ProfileID, name: String?, limit: Int, after: Keyset?) async throws -> [TimelineEntry]? {
        try await page(of: id, TimelineFilter(kind: name), limit: limit, after: after)?.entries
    }

    private static func page(of reads: [TimelineRead], limit: Int) -> Page {
        // What lies below the highest end of a look is found when the look goes on there.
        let end = reads.compactMap(\.end).max { $0 < $1 }
        var entries = reads.flatMap(\.entries)
        entries.sort { $0.position > $1.position }
        if let end { entries.removeAll { $0.position < end } }
        let page = Array(entries.prefix(limit))
        return Page(entries: page, next: entries.count > limit ? page.last?.keyset : end.map { Keyset([$0.time, $0.sequence]) })
    }

    /// The kinds among the latest events of a person, in the order of their names; ``lookMax`` events are looked at.
    package func kinds(of profile: ProfileView, limit: Int = 100) async throws -> [String] {
        try await database.read { transaction in
            var kinds: Set<String> = []
            let runs = try EventPlaces.runs.all(in: transaction)
            let share = max(1, Self.lookMax / runs.count)
            for id in [profile.id] + profile.mergedIds.prefix(limit) {
                let rows = try SortedRuns.rows(TimelineRead.kindsSQL(runs: SortedRuns.runsAtOnce), [id, share], runs, in: transaction)
                for row in rows { kinds.insert(try row.text("kind")) }
            }
            return Array(kinds.sorted().prefix(limit))
        }
    }
}

/// An event and its place in the log.
package struct TimelineEntry: Hashable, Sendable {
    package let sequence: Int64
    package let event: CustomerEvent

    /// What the next page starts after.
    package var keyset: Keyset { Keyset([event.time, sequence]) }

    var position: TimelinePosition { TimelinePosition(time: event.time.microseconds, sequence: sequence) }
}

/// A place in somebody's timeline.
struct TimelinePosition: Hashable, Comparable, Sendable {
    let time: Int64
    let sequence: Int64

    static func < (left: TimelinePosition, right: TimelinePosition) -> Bool {
        (left.time, left.sequence) < (right.time, right.sequence)
    }
}
