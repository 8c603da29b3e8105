package import CommonModels
package import StorageKit

/// Ends the copies of events that have been kept long enough, by the rules Profile published: once a day, and at once when the
/// rules change, a few people at a time.
package struct ProjectedRetention: Sendable {
    /// People whose events are looked at in one transaction.
    private static let peopleMax = 500
    private static let every = Duration.days(1)
    package static let eventsSQL = """
        SELECT profile_id, name, time, event_id, type, properties FROM projected_event WHERE profile_id > $1 AND profile_id <= $2 AND time < $3
        """

    /// What must follow, in the same transaction, for people who lost events.
    package typealias Aftermath = @Sendable (Set<ProfileID>, any SQLTransaction) throws -> Void

    private let database: any Database
    private let now: @Sendable () -> Instant
    private let aftermath: Aftermath

    package init(database: any Database, now: @escaping @Sendable () -> Instant, aftermath: @escaping Aftermath = { _, _ in }) {
        self.database = database
        self.now = now
        self.aftermath = aftermath
    }

    /// Goes on until something was removed.
    /// - Returns: events removed; 0 when everybody was looked at.
    package func step() async throws -> Int {
        while true {
            let (removed, isDone) = try await database.write { tx in try stepOnce(in: tx) }
            if removed > 0 || isDone { return removed }
        }
    }

    private func stepOnce(in tx: any SQLTransaction) throws -> (removed: Int, isDone: Bool) {
        let now = now()
        guard let row = try tx.row("SELECT rules, swept_at, swept_to FROM projected_retention WHERE id = 1"),
            let rules = EventRetention(json: try row.json("rules")), let shortest = rules.shortest
        else { return (0, true) }
        let after = try row.text("swept_to")
        if after.isEmpty, try row.instant("swept_at") > now - Self.every { return (0, true) }
        let people = try tx.rows(
            "SELECT profile_id FROM projected_profile WHERE profile_id > $1 ORDER BY profile_id LIMIT $2", [after, Self.peopleMax])
        let last = try people.last?.text("profile_id")
        var removed = 0
        if let last { removed = try remove(rules, before: now - .days(shortest), after: after, through: last, at: now, in: tx) }
        try tx.execute("UPDATE projected_retention SET swept_to = $1, swept_at = $2 WHERE id = 1", [last ?? "", now])
        return (removed, last == nil)
    }

    private func remove(
        _ rules: EventRetention, before cutoff: Instant, after: String, through last: String, at now: Instant, in tx: any SQLTransaction
    ) throws -> Int {
        var ended: [[SQLValue]] = []
        var people: Set<ProfileID> = []
        for row in try tx.rows(Self.eventsSQL, [after, last, cutoff]) {
            let (name, time) = (try row.text("name"), try row.instant("time"))
            guard let type = CustomerEventType(rawValue: try row.text("type")),
                let days = rules.days(of: type, try ownName(type, name, row)), time < now - .days(days)
            else { continue }
            let profile: ProfileID = try row.id("profile_id")
            people.insert(profile)
            ended.append([profile.sqlValue, .text(name), time.sqlValue, try row.value("event_id")])
        }
        try tx.executeMany("DELETE FROM projected_event WHERE profile_id = $1 AND name = $2 AND time = $3 AND event_id = $4", ended)
        if !people.isEmpty { try aftermath(people, tx) }
        return ended.count
    }

    /// What the call itself was named: a page's name stands among its properties.
    private func ownName(_ type: CustomerEventType, _ name: String, _ row: SQLRow) throws -> String? {
        switch type {
        case .page, .screen: try row.json("properties")["name"]?.stringValue
        case .track, .identify, .group, .alias: name
        }
    }

    /// Keeps what the feed tells and begins anew; an older version changes nothing.
    static func store(_ version: Int64, _ rules: EventRetention, in tx: any SQLTransaction) throws {
        try tx.execute(
            """
            INSERT INTO projected_retention (id, version, rules, swept_at, swept_to) VALUES (1, $1, $2, 0, '')
            ON CONFLICT (id) DO UPDATE SET version = excluded.version, rules = excluded.rules, swept_at = 0, swept_to = ''
            WHERE excluded.version > projected_retention.version
            """, [version, rules.json])
    }
}
