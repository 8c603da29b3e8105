package import CommonModels
import StorageKit

/// A table in which a service holds something about people: how to find a person's rows, what erasing does with them, and
/// what a person is given of them.
package struct SubjectHolding: Hashable, Sendable {
    /// How a row says whose it is.
    package enum Match: Hashable, Sendable {
        /// Any of these columns holds the profile's id.
        case ids([String])
        /// The column names a row of another table: `run_id` and `SELECT id FROM journey_run WHERE profile_id`.
        case through(String, String)
        /// As ``ids(_:)``, in a table whose index begins with something else: the condition that goes through all of that.
        case within(String, [String])
        /// The text of this column mentions the id anywhere. For small tables only: it reads all of it.
        case mention(String)
    }

    package let table: String
    package let match: Match
    package let fate: SubjectFate
    /// What an access request is given; empty for what says nothing about the person.
    package let columns: [SubjectColumn]
    /// A column, or an SQL expression of columns, that no two rows of one person share; pages go on after it.
    package let order: String

    package init(_ table: String, _ match: Match, _ fate: SubjectFate, columns: [SubjectColumn], order: String) {
        self.table = table
        self.match = match
        self.fate = fate
        self.columns = columns
        self.order = order
    }

    /// A table whose `profile_id` says whose row it is.
    package init(_ table: String, _ fate: SubjectFate, columns: [SubjectColumn], order: String) {
        self.init(table, .ids(["profile_id"]), fate, columns: columns, order: order)
    }

    /// Feed events that could not be applied and were set aside.
    package static let deadLetters = SubjectHolding(
        "maru_feed_dead_letter", .mention("event"), .removed, columns: ["type", .json("event"), .instant("set_aside_at")], order: "event_id"
    )

    /// The tables of ProjectionKit.
    package static let projection = [
        SubjectHolding(
            "projected_profile", .removed,
            columns: [.json("traits"), .json("identities"), .json("consents"), .instant("first_seen"), .instant("last_seen")],
            order: "profile_id"),
        SubjectHolding(
            "projected_event", .removed, columns: ["name", .instant("time"), "event_id", "type", .json("properties")], order: "event_id"),
        SubjectHolding("projected_membership", .removed, columns: ["segment_id", .instant("entered_at")], order: "segment_id"),
        SubjectHolding(
            "projected_alias", .ids(["profile_id", "survivor_id"]), .removed, columns: ["profile_id", "survivor_id"], order: "profile_id"),
    ]

    /// The condition that finds the rows of these ids; parameters count from `first`.
    func condition(_ ids: [ProfileID], from first: Int, _ engine: SQLEngine) -> String {
        let marks = ids.indices.map { "$\($0 + first)" }
        let list = marks.joined(separator: ", ")
        switch match {
        case .ids(let columns): return "(" + columns.map { "\($0) IN (\(list))" }.joined(separator: " OR ") + ")"
        case .within(let all, let columns): return "(\(all) AND (" + columns.map { "\($0) IN (\(list))" }.joined(separator: " OR ") + "))"
        case .through(let column, let select): return "\(column) IN (\(select) IN (\(list)))"
        case .mention(let column): return "(" + marks.map { engine.contains(column, $0) }.joined(separator: " OR ") + ")"
        }
    }
}
