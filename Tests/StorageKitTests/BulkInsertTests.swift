import StorageKit
import TestFixtures
import Testing

@Suite("bulk insert")
struct BulkInsertTests {
    static let columns = ["id", "title", "stars"]

    @Test("inserts any number of rows once", arguments: TestEngine.available, [0, 1, 2, 511, 512, 513, 5_000])
    func counts(engine: TestEngine, count: Int) async throws {
        try await engine.withDatabase([TestSchema.notes]) { database in
            let inserted = try await database.write { transaction in
                try transaction.insert(
                    into: "note", columns: Self.columns, rows: (0..<count).map { [.integer(Int64($0)), .text("t\($0)"), 1] })
            }
            #expect(inserted == count)
            try await TestSchema.expect(count, in: database)
        }
    }

    @Test("ignore leaves stored rows alone and counts only new ones", arguments: TestEngine.available)
    func ignore(engine: TestEngine) async throws {
        try await engine.withDatabase([TestSchema.notes]) { database in
            let inserted = try await database.write { transaction in
                try transaction.insert(into: "note", columns: Self.columns, rows: [[1, "first", 1]])
                return try transaction.insert(
                    into: "note", columns: Self.columns, rows: [[1, "second", 2], [2, "other", 2], [2, "twice", 2]], onConflict: .ignore)
            }
            #expect(inserted == 1)
            #expect(try await TestSchema.titles(database) == ["first", "other"])
        }
    }

    @Test("replace updates what it names, and the later of two rows with one key wins", arguments: TestEngine.available)
    func replace(engine: TestEngine) async throws {
        try await engine.withDatabase([TestSchema.notes]) { database in
            try await database.write { transaction in
                try transaction.insert(into: "note", columns: Self.columns, rows: [[1, "kept", 1]])
                try transaction.insert(
                    into: "note", columns: Self.columns, rows: [[1, "dropped", 5], [2, "new", 2], [2, "new", 9]],
                    onConflict: .replace(key: ["id"], update: ["stars"]))
            }
            let stars = try await database.read {
                try $0.rows("SELECT title, stars FROM note ORDER BY id").map { try "\($0.text("title")) \($0.int("stars"))" }
            }
            #expect(stars == ["kept 5", "new 9"])
        }
    }

    @Test("one bad row fails the transaction with its constraint", arguments: TestEngine.available)
    func badRow(engine: TestEngine) async throws {
        try await engine.withDatabase([TestSchema.notes]) { database in
            let error = await #expect(throws: StorageError.self) {
                try await database.write { transaction in
                    try transaction.insert(
                        into: "note", columns: Self.columns,
                        rows: (0..<2_000).map { [.integer($0), .text("t\($0)"), .integer($0 == 1_500 ? -1 : 1)] })
                }
            }
            guard case .constraint(.check, _) = error else { throw try #require(error) }
            try await TestSchema.expect(0, in: database)
        }
    }

    @Test("a statement run for many argument sets changes the rows of all", arguments: TestEngine.available)
    func many(engine: TestEngine) async throws {
        try await engine.withDatabase([TestSchema.notes]) { database in
            let changed = try await database.write { transaction in
                try transaction.insert(into: "note", columns: Self.columns, rows: (0..<1_000).map { [.integer($0), .text("t\($0)"), 0] })
                return try transaction.executeMany(
                    "UPDATE note SET stars = $2 WHERE id = $1", (500..<1_500).map { [.integer($0), .integer($0)] })
            }
            #expect(changed == 500)
            let sum = try await database.read { try $0.row("SELECT sum(stars) AS s FROM note")?.int("s") }
            #expect(sum == (500..<1_000).reduce(0, +))
        }
    }

    @Test("keys taken ahead are nobody else's, whether they are used or not", arguments: TestEngine.available)
    func reservedKeys(engine: TestEngine) async throws {
        let numbered = MigrationSet(
            component: "numbered", steps: [Migration(1, "numbered", ["CREATE TABLE numbered (id SERIAL_KEY, name TEXT NOT NULL)"])])
        try await engine.withDatabase([numbered]) { database in
            let first = try await database.write { try $0.reserveKeys(3, of: "numbered", "id") }
            let names = try await database.write { tx in
                let keys = try tx.reserveKeys(2, of: "numbered", "id")
                try tx.insert(into: "numbered", columns: ["id", "name"], rows: keys.map { [.integer($0), .text("taken")] })
                try tx.insert(into: "numbered", columns: ["name"], rows: [[.text("given")]])
                try tx.insert(into: "numbered", columns: ["id", "name"], rows: [[.integer(first[1]), .text("late")]])
                return try tx.rows("SELECT id, name FROM numbered ORDER BY id").map { "\(try $0.integer("id")) \(try $0.text("name"))" }
            }
            #expect(first == [1, 2, 3] && names == ["2 late", "4 taken", "5 taken", "6 given"])
        }
    }
}
