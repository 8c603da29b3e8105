import CommonModels
import StorageKit

@testable import ProfileService

/// What the tables say of one history.
struct StoredHistory {
    /// What a living profile's row says, times in seconds after ``ProfileWorld/start``.
    struct Life: Hashable, Sendable {
        let isKnown: Bool
        let events: Int
        let first: Int
        let last: Int
    }

    /// Messages in the order of the log.
    let order: [String]
    /// `namespace:value` → living profile.
    let owners: [String: String]
    /// message → living profile.
    let events: [String: String]
    let lives: [String: Life]
    let merges: Int

    init(_ history: IdentityHistory, in database: any Database) async throws {
        let messages = history.calls.map(\.message)
        let prefix = "h\(history.seed)-"
        let phones = Set(history.calls.compactMap(\.phone).map { "+82" + $0.filter(\.isNumber).dropFirst() })
        (order, owners, events, lives, merges) = try await database.read { tx in
            let rows = try tx.rows("SELECT message_id, profile_id, event_seq FROM event WHERE message_id IN", in: messages).sorted {
                try $0.integer("event_seq") < $1.integer("event_seq")
            }
            let profiles = try tx.rows(
                "SELECT * FROM profile WHERE profile_id IN", in: Set(rows.map { try $0.text("profile_id") }))
            let living = try profiles.reduce(into: [String: String]()) {
                $0[try $1.text("profile_id")] = try $1.textOrNull("merged_into") ?? $1.text("profile_id")
            }
            let identities =
                try tx.rows(
                    "SELECT namespace, value, profile_id FROM identity WHERE value >= $1 AND value < $2", [prefix, prefix + "\u{10FFFF}"])
                + tx.rows("SELECT namespace, value, profile_id FROM identity WHERE namespace = 'phone' AND value IN", in: phones)
            let merged = try tx.rows("SELECT merge_id FROM profile_merge WHERE merged IN", in: living.keys)
            return (
                try rows.map { try $0.text("message_id") },
                try identities.reduce(into: [String: String]()) {
                    $0["\(try $1.text("namespace")):\(try $1.text("value"))"] = try $1.text("profile_id")
                },
                try rows.reduce(into: [String: String]()) { $0[try $1.text("message_id")] = living[try $1.text("profile_id")] },
                try profiles.reduce(into: [String: Life]()) { $0[try $1.text("profile_id")] = try Self.life($1) }, merged.count
            )
        }
    }

    private static func life(_ row: SQLRow) throws -> Life {
        func second(_ column: String) throws -> Int { Int((try row.instant(column) - ProfileWorld.start).components.seconds) }
        return Life(
            isKnown: try row.bool("is_known"), events: try row.int("event_count"), first: try second("first_seen"),
            last: try second("last_seen"))
    }
}
