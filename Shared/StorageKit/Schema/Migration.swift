/// One step of a schema: append-only, never edited after a release.
package struct Migration: Sendable, Hashable {
    /// From 1, without gaps within its set.
    package let number: Int
    package let name: String
    /// Portable statements (``PortableDDL``), one each.
    package let sql: [String]
    /// What only one engine understands, such as triggers, written in its own words and run after ``sql``.
    package let native: [SQLEngine: [String]]

    package init(_ number: Int, _ name: String, _ sql: [String], native: [SQLEngine: [String]] = [:]) {
        self.number = number
        self.name = name
        self.sql = sql
        self.native = native
    }
}
