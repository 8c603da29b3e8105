import CommonModels
import ProfileDomain
import StorageKit

/// What computed traits and estimates have seen, one short row per person and trait.
enum ComputedStateStore {
    /// A row as it is stored; its text is read by whoever needs it.
    struct Row: Sendable {
        let version: Int64
        let text: String
        let due: Instant?

        func json() throws -> JSONValue {
            guard let json = try? JSONValue(parsing: text) else { throw StorageError.malformed("a computed state") }
            return json
        }

        func state() throws -> ComputedState {
            guard let state = ComputedState(json: try json()) else { throw StorageError.malformed("a computed state") }
            return state
        }
    }

    static func load(_ ids: Set<ProfileID>, in transaction: any SQLTransaction) throws -> [ProfileID: [String: Row]] {
        var rows: [ProfileID: [String: Row]] = [:]
        let sql = "SELECT profile_id, trait, version, state, due FROM computed_state WHERE profile_id IN"
        for row in try transaction.rows(sql, in: ids.lazy.map(\.rawValue)) {
            rows[try row.id("profile_id"), default: [:]][try row.text("trait")] = Row(
                version: try row.integer("version"), text: try row.text("state"), due: try row.instantOrNull("due"))
        }
        return rows
    }

    /// Takes rows of `[profile_id, trait, version, state, due]`.
    static func save(_ rows: [[SQLValue]], in transaction: any SQLTransaction) throws {
        try transaction.insert(
            into: "computed_state", columns: ["profile_id", "trait", "version", "state", "due"], rows: rows,
            onConflict: .replace(key: ["profile_id", "trait"], update: ["version", "state", "due"]))
    }

    static func remove(_ rows: [(ProfileID, String)], in transaction: any SQLTransaction) throws {
        try transaction.executeMany(
            "DELETE FROM computed_state WHERE profile_id = $1 AND trait = $2", rows.map { [$0.sqlValue, .text($1)] })
    }

    static let dueSQL = "SELECT profile_id, trait FROM computed_state WHERE due <= $1 ORDER BY due LIMIT $2"
}
