import CommonModels
import StorageKit
import TestFixtures
import Testing

@Suite("reading")
struct ReadingTests {
    @Test("streams a result larger than one fetch, running other queries meanwhile", arguments: TestEngine.available)
    func streaming(engine: TestEngine) async throws {
        try await engine.withDatabase([TestSchema.notes]) { database in
            try await database.write { transaction in
                try transaction.insert(into: "note", columns: ["id", "title"], rows: (1...2_500).map { [.integer($0), .text("t\($0)")] })
            }
            let sum = try await database.read { transaction in
                var sum: Int64 = 0
                try transaction.forEachRow("SELECT id FROM note WHERE id > $1 ORDER BY id", [500]) { row in
                    let id = try row.integer("id")
                    guard id % 500 == 0 else { return }
                    sum += try transaction.row("SELECT id FROM note WHERE id = $1", [id])?.integer("id") ?? 0
                }
                return sum
            }
            #expect(sum == 1_000 + 1_500 + 2_000 + 2_500)
        }
    }

    @Test("the same query may run inside its own loop", arguments: TestEngine.available)
    func reentrant(engine: TestEngine) async throws {
        try await engine.withDatabase([TestSchema.notes]) { database in
            let pairs = try await database.write { transaction in
                try transaction.insert(into: "note", columns: ["id", "title"], rows: (1...3).map { [.integer($0), .text("t\($0)")] })
                var pairs = 0
                try transaction.forEachRow("SELECT id FROM note ORDER BY id") { _ in
                    try transaction.forEachRow("SELECT id FROM note ORDER BY id") { _ in pairs += 1 }
                }
                return pairs
            }
            #expect(pairs == 9)
        }
    }

    @Test(
        "one call after the other goes to the server process that is warm",
        .enabled(if: TestEngine.available.contains(.postgres)))
    func warmth() async throws {
        var options = DatabaseOptions()
        options.connectionsMax = 6
        try await TestEngine.postgres.withDatabase(options: options) { database in
            var processes: Set<Int64> = []
            for _ in 0..<30 {
                processes.insert(try await database.read { try $0.row("SELECT pg_backend_pid() AS pid")?.integer("pid") ?? 0 })
                try await Task.sleep(for: .milliseconds(2))
            }
            // Of six; a second one when the first has not come back from its last call yet.
            #expect(processes.count <= 2)
        }
    }

    @Test("sums and averages come back as numbers", arguments: TestEngine.available)
    func aggregates(engine: TestEngine) async throws {
        try await engine.withDatabase([TestSchema.notes]) { database in
            let row = try await database.write { transaction in
                try transaction.insert(
                    into: "note", columns: ["id", "title", "stars"], rows: [[1, "a", 3], [2, "b", 4]], onConflict: .fail)
                return try transaction.row(
                    "SELECT sum(stars) AS total, avg(stars) AS mean, count(*) AS n, max(stars) > 3 AS high FROM note")
            }
            #expect(try row?.integer("total") == 7)
            #expect(try row?.real("mean") == 3.5)
            #expect(try row?.int("n") == 2)
            #expect(try row?.bool("high") == true)
        }
    }

    @Test("a missing column, an unexpected NULL or kind is a defect that names the column", arguments: TestEngine.available)
    func wrongColumns(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let row = try #require(try await database.read { try $0.row("SELECT 'x' AS word, CAST(NULL AS BIGINT) AS absent") })
            #expect(throws: StorageError.malformed("no column other in the result")) { try row.text("other") }
            #expect(throws: StorageError.malformed("column absent is NULL")) { try row.integer("absent") }
            #expect(throws: StorageError.malformed("column word is no integer")) { try row.integer("word") }
        }
    }

    @Test("ids, instants, JSON and names are read as what they are", arguments: TestEngine.available)
    func typedColumns(engine: TestEngine) async throws {
        enum Colour: String, SQLBindable { case red, green }
        try await engine.withDatabase { database in
            let id: ProfileID = IDGenerator.sequential().next()
            let now = Instant(microseconds: 1_763_800_000_123_456)
            let json = JSONValue.object(["a": .array([.integer(1), .null, .string("나")])])
            let row = try #require(
                try await database.read { transaction in
                    try transaction.row(
                        "SELECT CAST($1 AS TEXT) AS id, CAST($2 AS BIGINT) AS at, CAST($3 AS TEXT) AS json, CAST($4 AS TEXT) AS colour",
                        [id, now, json, Colour.green])
                })
            #expect(try row.id("id", as: ProfileID.self) == id)
            #expect(try row.instant("at") == now)
            #expect(try row.json("json") == json)
            #expect(try row.name("colour", as: Colour.self) == .green)
        }
    }

    @Test("text sorts by code point, so key sets page alike on both engines", arguments: TestEngine.available)
    func collation(engine: TestEngine) async throws {
        try await engine.withDatabase([TestSchema.notes]) { database in
            try await database.write { transaction in
                try transaction.insert(
                    into: "note", columns: ["id", "title"], rows: [[1, "b"], [2, "A"], [3, "a"], [4, "가"], [5, "_"], [6, "B"]])
            }
            #expect(try await TestSchema.titles(database) == ["A", "B", "_", "a", "b", "가"])
        }
    }

    @Test("dialect words give the same answer on both engines", arguments: TestEngine.available)
    func dialect(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let row = try await database.read { transaction in
                let engine = transaction.engine
                return try transaction.row(
                    """
                    SELECT \(engine.jsonText("CAST($1 AS TEXT)", path: ["a", "b"])) AS member, \(engine.jsonText("CAST($1 AS TEXT)", path: ["x"])) AS absent,
                    \(engine.greatest("1", "2")) AS high, \(engine.least("1", "2")) AS low,
                    \(engine.contains("'Seoul'", "CAST($2 AS TEXT)")) AS hit
                    """, [#"{"a":{"b":"deep"}}"#, "SEO"])
            }
            #expect(try row?.text("member") == "deep")
            #expect(try row?.textOrNull("absent") == nil)
            #expect(try row?.int("high") == 2)
            #expect(try row?.int("low") == 1)
            #expect(try row?.bool("hit") == true)
        }
    }

    @Test("a query plan shows whether a table is read from end to end", arguments: TestEngine.available)
    func queryPlans(engine: TestEngine) async throws {
        try await engine.withDatabase([TestSchema.notes]) { database in
            let indexed = try await database.queryPlan("SELECT * FROM note WHERE title = $1", ["a"])
            #expect(QueryPlan.fullScans(indexed, on: database.engine) == [])
            let scanned = try await database.queryPlan("SELECT * FROM note WHERE stars = $1", [1])
            #expect(QueryPlan.fullScans(scanned, on: database.engine) == ["note"])
        }
    }
}
