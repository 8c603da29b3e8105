import CommonModels
import StorageKit
import TestFixtures
import Testing

@Suite("a transaction")
struct TransactionTests {
    @Test("keeps every kind of value as it was written", arguments: TestEngine.available)
    func roundTrip(engine: TestEngine) async throws {
        try await engine.withDatabase([TestSchema.notes]) { database in
            let body: [UInt8] = [0, 255, 10, 92]
            try await database.write { transaction in
                try transaction.execute(
                    "INSERT INTO note (id, title, weight, body) VALUES ($1, $2, $3, $4)", [Int64.min, "한글 ' \\ \" 🙂", 0.1, body])
                try transaction.execute("INSERT INTO note (id, title, weight) VALUES ($1, $2, $3)", [Int64.max, "", Double?.none])
            }
            let rows = try await database.read { try $0.rows("SELECT id, title, weight, body FROM note ORDER BY id") }
            #expect(try rows[0].integer("id") == .min)
            #expect(try rows[0].text("title") == "한글 ' \\ \" 🙂")
            #expect(try rows[0].real("weight") == 0.1)
            #expect(try rows[0].blob("body") == body)
            #expect(try rows[1].integer("id") == .max)
            #expect(try rows[1].text("title") == "")
            #expect(try rows[1].realOrNull("weight") == nil)
            #expect(try rows[1].blobOrNull("body") == nil)
        }
    }

    @Test("takes parameters in any order and more than once", arguments: TestEngine.available)
    func parameterOrder(engine: TestEngine) async throws {
        try await engine.withDatabase([TestSchema.notes]) { database in
            let row = try await database.write { transaction in
                try transaction.execute("INSERT INTO note (title, id, stars) VALUES ($2, $1, $1)", [7, "seven"])
                return try transaction.row("SELECT id, title, stars FROM note WHERE stars = $2 AND title = $1 AND id = $2", ["seven", 7])
            }
            #expect(try row?.integer("id") == 7)
            #expect(try row?.integer("stars") == 7)
        }
    }

    @Test("saves nothing when its closure throws", arguments: TestEngine.available)
    func rollback(engine: TestEngine) async throws {
        try await engine.withDatabase([TestSchema.notes]) { database in
            struct Stop: Error {}
            await #expect(throws: Stop.self) {
                try await database.write { transaction in
                    try transaction.execute("INSERT INTO note (id, title) VALUES (1, 'a')")
                    throw Stop()
                }
            }
            try await TestSchema.expect(0, in: database)
        }
    }

    @Test("names the kind of constraint that refused a row", arguments: TestEngine.available)
    func constraints(engine: TestEngine) async throws {
        try await engine.withDatabase([TestSchema.notes]) { database in
            try await database.write { _ = try $0.execute("INSERT INTO note (id, title) VALUES (1, 'a')", []) }
            let refused: [(String, StorageError.ConstraintKind)] = [
                ("INSERT INTO note (id, title) VALUES (1, 'b')", .unique),
                ("INSERT INTO note (id, title) VALUES (2, 'a')", .unique),
                ("INSERT INTO note (id, title) VALUES (2, NULL)", .notNull),
                ("INSERT INTO note (id, title, stars) VALUES (2, 'b', -1)", .check),
                ("INSERT INTO remark (note, text) VALUES (99, 'b')", .foreignKey),
            ]
            for (sql, kind) in refused {
                let error = await #expect(throws: StorageError.self) { try await database.write { _ = try $0.execute(sql, []) } }
                guard case .constraint(kind, _) = error else {
                    Issue.record("\(sql): \(String(describing: error))")
                    continue
                }
            }
            try await TestSchema.expect(1, in: database)
        }
    }

    @Test("is doomed by a failed statement, even when the caller swallows the error", arguments: TestEngine.available)
    func doomed(engine: TestEngine) async throws {
        try await engine.withDatabase([TestSchema.notes]) { database in
            await #expect(throws: StorageError.self) {
                try await database.write { transaction in
                    try transaction.execute("INSERT INTO note (id, title) VALUES (1, 'a')")
                    _ = try? transaction.execute("INSERT INTO note (id, title) VALUES (1, 'b')")
                }
            }
            try await TestSchema.expect(0, in: database)
        }
    }

    @Test("keeps what was done outside a savepoint that failed", arguments: TestEngine.available)
    func savepoint(engine: TestEngine) async throws {
        try await engine.withDatabase([TestSchema.notes]) { database in
            try await database.write { transaction in
                try transaction.execute("INSERT INTO note (id, title) VALUES (1, 'a')")
                var refusal: (any Error)?
                do {
                    try transaction.savepoint {
                        try transaction.execute("INSERT INTO note (id, title) VALUES (2, 'b')")
                        try transaction.savepoint { _ = try transaction.execute("INSERT INTO note (id, title) VALUES (4, 'd')", []) }
                        try transaction.execute("INSERT INTO note (id, title) VALUES (1, 'again')")
                    }
                } catch {
                    refusal = error
                }
                #expect(refusal is StorageError)
                try transaction.savepoint { _ = try transaction.execute("INSERT INTO note (id, title) VALUES (3, 'c')", []) }
            }
            #expect(try await TestSchema.titles(database) == ["a", "c"])
        }
    }

    @Test("wakes others after its commit and not after a rollback", arguments: TestEngine.available)
    func afterCommit(engine: TestEngine) async throws {
        try await engine.withDatabase([TestSchema.notes]) { database in
            let (wishes, wish) = AsyncStream.makeStream(of: String.self)
            await #expect(throws: StorageError.self) {
                try await database.write { transaction in
                    transaction.afterCommit { wish.yield("rolled back") }
                    try transaction.execute("INSERT INTO note (id, title) VALUES (1, NULL)")
                }
            }
            try await database.write { transaction in
                transaction.afterCommit { wish.yield("committed") }
                try transaction.execute("INSERT INTO note (id, title) VALUES (1, 'a')")
                _ = try? transaction.savepoint {
                    transaction.afterCommit { wish.yield("savepoint") }
                    try transaction.execute("INSERT INTO note (id, title) VALUES (1, 'b')")
                }
            }
            wish.finish()
            #expect(await wishes.reduce(into: []) { $0.append($1) } == ["committed"])
        }
    }

    @Test("cannot write while it is a read", arguments: TestEngine.available)
    func readOnly(engine: TestEngine) async throws {
        try await engine.withDatabase([TestSchema.notes]) { database in
            await #expect(throws: StorageError.self) {
                try await database.read { _ = try $0.execute("INSERT INTO note (id, title) VALUES (1, 'a')", []) }
            }
            try await TestSchema.expect(0, in: database)
        }
    }

    @Test("refuses text with a NUL, wrong argument counts and broken SQL as defects", arguments: TestEngine.available)
    func malformed(engine: TestEngine) async throws {
        try await engine.withDatabase([TestSchema.notes]) { database in
            let calls: [(String, [any SQLBindable])] = [
                ("INSERT INTO note (id, title) VALUES ($1, $2)", [1, "a\u{0}b"]),
                ("INSERT INTO note (id, title) VALUES ($1, $2)", [1]),
                ("SELEC 1", []),
            ]
            for (sql, arguments) in calls {
                do {
                    try await database.write { _ = try $0.execute(sql, arguments) }
                    Issue.record("\(sql) was taken")
                } catch StorageError.malformed {
                    continue
                }
            }
        }
    }

    @Test("serializes: of counters read and written by many at once, no step is lost", arguments: TestEngine.available)
    func serializable(engine: TestEngine) async throws {
        try await engine.withDatabase([TestSchema.notes]) { database in
            try await database.write { _ = try $0.execute("INSERT INTO note (id, title) VALUES (1, 'counter')", []) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        for _ in 0..<10 {
                            try await database.write { transaction in
                                let stars = try transaction.row("SELECT stars FROM note WHERE id = 1")?.int("stars") ?? 0
                                try transaction.execute("UPDATE note SET stars = $1 WHERE id = 1", [stars + 1])
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let stars = try await database.read { try $0.row("SELECT stars FROM note")?.int("stars") }
            #expect(stars == 40)
        }
    }
}
