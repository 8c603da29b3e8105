import StorageKit
import Testing

/// Tables of the contract suite.
enum TestSchema {
    static let notes = MigrationSet(
        component: "notes",
        steps: [
            Migration(
                1, "notes",
                [
                    """
                    CREATE TABLE note (
                        id BIGINT NOT NULL PRIMARY KEY, title TEXT NOT NULL UNIQUE, weight DOUBLE PRECISION, body BYTES,
                        stars BIGINT NOT NULL DEFAULT 0 CHECK (stars >= 0))
                    """,
                    "CREATE TABLE remark (number SERIAL_KEY, note BIGINT NOT NULL REFERENCES note(id), text TEXT NOT NULL)",
                ])
        ])

    static func titles(_ database: any Database) async throws -> [String] {
        try await database.read { try $0.rows("SELECT title FROM note ORDER BY title").map { try $0.text("title") } }
    }

    static func count(_ database: any Database) async throws -> Int {
        try await database.read { try $0.row("SELECT count(*) AS n FROM note")?.int("n") ?? -1 }
    }

    /// Expects so many notes to be stored.
    static func expect(_ notes: Int, in database: any Database, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let stored = try await count(database)
        #expect(stored == notes, sourceLocation: sourceLocation)
    }
}
