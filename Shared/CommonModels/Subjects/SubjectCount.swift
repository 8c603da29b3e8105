/// How many rows about a person stood in one place, and what became of them.
package struct SubjectCount: Hashable, Sendable, Codable {
    /// The table, e.g. `projected_event`.
    package let name: String
    package let rows: Int
    package let fate: SubjectFate

    package init(name: String, rows: Int, fate: SubjectFate) {
        self.name = name
        self.rows = rows
        self.fate = fate
    }
}
