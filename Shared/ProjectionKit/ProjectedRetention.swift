package import CommonModels
import ServiceLifecycle
package import StorageKit

/// Ends the copies of events that have been kept long enough, by the rules Profile published: once a day, and at once when the
/// rules change, a few people in each transaction.
package struct ProjectedRetention: Sendable {
    /// People whose events are looked at in one transaction.
    private static let peopleMax = 100
    private static let every = Duration.days(1)
    /// Half of the lease it is done under; the rest of the people come the next time.
    private static let patience = Duration.seconds(300)

    /// What must follow, in the same transaction, for people who lost events of these names.
    package typealias Aftermath = @Sendable ([ProfileID: Set<String>], any SQLTransaction) throws -> Void

    private let database: any Database
    private let now: @Sendable () -> Instant
    /// Names of events whose copies stay as long as the person does.
    private let excepted: Set<String>
    private let aftermath: Aftermath

    package init(
        database: any Database, now: @escaping @Sendable () -> Instant, excepting excepted: Set<String> = [],
        aftermath: @escaping Aftermath = { _, _ in }
    ) {
        self.database = database
        self.now = now
        self.excepted = excepted
        self.aftermath = aftermath
    }

    /// Goes on until something was removed, the service is to stop, or others should have their turn.
    /// - Returns: events removed; 0 when everybody was looked at, or time is over.
    package func step() async throws -> Int {
        let until = ContinuousClock.now + Self.patience
        while !Task.isShuttingDownGracefully, ContinuousClock.now < until {
            let (removed, isDone) = try await database.write { tx in try stepOnce(in: tx) }
            if removed > 0 || isDone { return removed }
        }
        return 0
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
        var people: [ProfileID: Set<String>] = [:]
        let (sql, named) = Self.eventsSQL(rules)
        try tx.forEachRow(sql, [after, last, cutoff] + named) { row in
            let (name, time) = (try row.text("name"), try row.instant("time"))
            guard let type = CustomerEventType(rawValue: try row.text("type")), !excepted.contains(name),
                let days = rules.days(of: type, try ownName(type, name, row)), time < now - .days(days)
            else { return }
            let profile: ProfileID = try row.id("profile_id")
            people[profile, default: []].insert(name)
            ended.append([profile.sqlValue, .text(name), time.sqlValue, try row.value("event_id")])
        }
        try tx.executeMany("DELETE FROM projected_event WHERE profile_id = $1 AND name = $2 AND time = $3 AND event_id = $4", ended)
        if !people.isEmpty { try aftermath(people, tx) }
        return ended.count
    }

    /// Old events some rule may name; a page's own name stands among its properties.
    package static func eventsSQL(_ rules: EventRetention) -> (sql: String, named: [any SQLBindable]) {
        let pages: [CustomerEventType] = rules.names.isEmpty ? [] : [.page, .screen]
        let types = Set(rules.types.keys).union(pages).map(\.rawValue).sorted()
        let names = rules.names.keys.sorted()
        func list(_ range: Range<Int>) -> String { range.map { "$\($0)" }.joined(separator: ", ") }
        let (first, second) = (4, 4 + types.count)
        let wanted = [
            types.isEmpty ? nil : "type IN (\(list(first..<second)))",
            names.isEmpty ? nil : "name IN (\(list(second..<second + names.count)))",
        ].compactMap(\.self).joined(separator: " OR ")
        let sql = """
            SELECT profile_id, name, time, event_id, type, properties FROM projected_event
            WHERE profile_id > $1 AND profile_id <= $2 AND time < $3 AND (\(wanted))
            """
        return (sql, types + names)
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
