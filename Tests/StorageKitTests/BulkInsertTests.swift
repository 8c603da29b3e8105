import StorageKit
import Synchronization
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

    @Test("merge brings together what is stored and what comes, row by row for one key", arguments: TestEngine.available)
    func merge(engine: TestEngine) async throws {
        try await engine.withDatabase([TestSchema.notes]) { database in
            let rule = ConflictRule.merge(key: ["id"], set: ["stars = note.stars + excluded.stars", "title = excluded.title"])
            try await database.write { transaction in
                try transaction.insert(into: "note", columns: Self.columns, rows: [[1, "one", 1]], onConflict: rule)
                try transaction.insert(
                    into: "note", columns: Self.columns, rows: [[1, "uno", 5], [2, "two", 2], [2, "due", 9]], onConflict: rule)
            }
            let stars = try await database.read {
                try $0.rows("SELECT title, stars FROM note ORDER BY id").map { try "\($0.text("title")) \($0.int("stars"))" }
            }
            #expect(stars == ["uno 6", "due 11"])
        }
    }

    @Test("update changes every row by its own values, and none it does not name", arguments: TestEngine.available)
    func update(engine: TestEngine) async throws {
        try await engine.withDatabase([TestSchema.notes]) { database in
            try await database.write { transaction in
                try transaction.insert(into: "note", columns: Self.columns, rows: (0..<3_000).map { [.integer($0), .text("t\($0)"), 1] })
                try transaction.update(
                    "note", key: ["id", "title"], columns: ["title", "id", "stars", "weight"],
                    values: (1_000..<4_000).flatMap { [.text($0 == 1_000 ? "another" : "t\($0)"), .integer($0), .integer($0), nil] },
                    set: ["stars = note.stars + v.stars", "weight = coalesce(v.weight, 0.5)"])
            }
            let sums = try await database.read { try $0.row("SELECT sum(stars) AS s, sum(weight) AS w FROM note") }
            #expect(try sums?.int("s") == 3_000 + (1_001..<3_000).reduce(0, +) && sums?.real("w") == 1_999 / 2)
        }
    }

    /// Rows beside those a test looks at: many travel in another way than few.
    private static func others(_ count: Int64, _ columns: [String]) -> [[SQLValue]] {
        (0..<count).map { number in
            columns.map { $0 == "id" ? .integer(1_000 + number) : $0 == "title" ? .text("other \(number)") : $0 == "stars" ? 9 : nil }
        }
    }

    @Test("every kind of value comes back as it went, missing ones too", arguments: TestEngine.available, [0, 100, 9_000])
    func values(engine: TestEngine, others: Int64) async throws {
        let rows: [[SQLValue]] = [
            [.integer(.max), "한글 \"quoted\", {braces} \\ and, commas", .real(-1.5e-300), .blob([0, 255, 34, 92]), 0],
            [.integer(.min), "", nil, .blob([]), 1], [0, "NULL", .real(.infinity), nil, 2], [7, "\n\t", .integer(3), nil, 3],
        ]
        let columns = ["id", "title", "weight", "body", "stars"]
        try await engine.withDatabase([TestSchema.notes]) { database in
            let inserted = try await database.write { tx in
                try tx.insert(into: "note", columns: columns, rows: rows + Self.others(others, columns))
            }
            #expect(inserted == rows.count + Int(others))
            let stored = try await database.read { tx in
                try tx.rows("SELECT id, title, weight, body, stars FROM note WHERE stars < 9 ORDER BY stars").map { row in
                    try columns.map { try row.value($0) }
                }
            }
            #expect(stored == rows.dropLast() + [[7, "\n\t", .real(3), nil, 3]])
        }
    }

    @Test("texts of any length come back as they went, among each other in one statement", arguments: TestEngine.available)
    func texts(engine: TestEngine) async throws {
        let lengths = [0, 1, 15, 16, 65_535, 0, 65_536, 65_537, 3, 200_000, 64, 0, 40_000, 40_000, 1, 2, 3, 70_000, 5]
        var texts = lengths.enumerated().map { String(repeating: "가\($0 % 10)", count: $1 / 4) + String(repeating: "x", count: $1 % 4) }
        let long = MigrationSet(component: "long", steps: [Migration(1, "long", ["CREATE TABLE long (id BIGINT PRIMARY KEY, text TEXT)"])])
        try await engine.withDatabase([long]) { database in
            try await database.write { [texts] tx in
                try tx.insert(into: "long", columns: ["id", "text"], rows: texts.enumerated().map { [.integer(Int64($0)), .text($1)] })
                try tx.update("long", key: ["id"], columns: ["id", "text"], values: [3, .text(texts[9])], set: ["text = v.text"])
            }
            texts[3] = texts[9]
            #expect(try await database.read { try $0.rows("SELECT text FROM long ORDER BY id").map { try $0.text("text") } } == texts)
        }
    }

    @Test(
        "a value that does not fit its column, a text with a NUL and half a row are refused", arguments: TestEngine.available, [0, 100])
    func misfits(engine: TestEngine, others: Int64) async throws {
        try await engine.withDatabase([TestSchema.notes]) { database in
            let others = Array(Self.others(others, Self.columns).joined())
            for values: [SQLValue] in [[1, "a\0b", 1], [1, "a"]] {
                await #expect(throws: StorageError.self) {
                    try await database.write {
                        try $0.insert(into: "note", columns: Self.columns, values: others + values, onConflict: .fail)
                    }
                }
            }
            guard engine == .postgres else { return }
            await #expect(throws: StorageError.self) {
                try await database.write {
                    try $0.insert(into: "note", columns: Self.columns, values: others + ["one", "a", 1], onConflict: .fail)
                }
            }
            try await TestSchema.expect(0, in: database)
        }
    }

    @Test("what the engine refuses of many rows is refused whole, and the connection goes on", arguments: TestEngine.available, [1, 100])
    func refused(engine: TestEngine, count: Int64) async throws {
        try await engine.withDatabase([TestSchema.notes]) { database in
            let others = Self.others(count, Self.columns)
            let negative: [SQLValue] = [1, "below zero", -1]
            try await database.write { tx in
                #expect(throws: StorageError.self) {
                    try tx.savepoint { try tx.insert(into: "note", columns: Self.columns, rows: others + others.suffix(1)) }
                }
                #expect(throws: StorageError.self) {
                    try tx.savepoint { try tx.insert(into: "note", columns: Self.columns, rows: others + [negative]) }
                }
                #expect(throws: StorageError.self) {
                    try tx.savepoint { try tx.insert(into: "nowhere", columns: Self.columns, rows: others) }
                }
                try tx.insert(into: "note", columns: Self.columns, rows: others)
            }
            try await TestSchema.expect(Int(count), in: database)
        }
    }

    @Test(
        "what is refused after the body ended fails the transaction, runs nothing and leaves the connection usable",
        arguments: TestEngine.available, [1, 100, 20_000])
    func refusedLast(engine: TestEngine, count: Int64) async throws {
        struct Changed: Error {}
        try await engine.withDatabase([TestSchema.notes]) { database in
            let rows: [[SQLValue]] = [[1, "below zero", -1]] + (2...count + 1).map { [.integer($0), .text("fine \($0)"), 1] }
            let hasRun = Mutex(false)
            let error = await #expect(throws: StorageError.self) {
                try await database.write { tx in
                    tx.afterCommit { hasRun.withLock { $0 = true } }
                    try tx.insert(into: "note", columns: Self.columns, rows: rows)
                }
            }
            guard case .constraint(.check, _) = error else { throw try #require(error) }
            #expect(hasRun.withLock { !$0 })
            await #expect(throws: (any Error).self) {
                try await database.write { tx in
                    try tx.insert(into: "note", columns: Self.columns, rows: rows)
                    throw Changed()
                }
            }
            try await database.write { tx in _ = try tx.insert(into: "note", columns: Self.columns, rows: Array(rows.dropFirst())) }
            try await TestSchema.expect(Int(count), in: database)
        }
    }

    @Test("rows by any number of keys, of any type, each once", arguments: TestEngine.available, [0, 1, 5, 64, 65, 2_500])
    func keys(engine: TestEngine, count: Int) async throws {
        try await engine.withDatabase([TestSchema.notes]) { database in
            try await database.write { tx in
                try tx.insert(
                    into: "note", columns: ["id", "title", "body"],
                    rows: (0..<3_000).map { [.integer($0), .text("t\($0)"), .blob([UInt8($0 % 256), UInt8($0 / 256)])] })
            }
            let found = try await database.read { tx in
                [
                    try tx.rows("SELECT id FROM note WHERE id IN", in: Array(0..<count) + Array(0..<count / 2)).count,
                    try tx.rows("SELECT id FROM note WHERE title IN", in: (0..<count).map { "t\($0)" } + ["none"]).count,
                    try tx.rows("SELECT id FROM note WHERE body IN", in: (0..<count).map { [UInt8($0 % 256), UInt8($0 / 256)] }).count,
                ]
            }
            #expect(found == [count, count, count])
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
