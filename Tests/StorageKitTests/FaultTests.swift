import Dispatch
import Foundation
import StorageKit
import TestFixtures
import Testing

@Suite("storage under faults")
struct FaultTests {
    @Test("a full disk is unavailable, keeps what was committed, and works again once there is room")
    func diskFull() async throws {
        try await TestEngine.sqlite.withDatabaseURL { url in
            var options = TestEngine.smallOptions
            options.sqlitePagesMax = 200
            let small = try await openDatabase(url, options: options)
            try await small.migrate([TestSchema.notes])
            let body = [UInt8](repeating: 7, count: 10_000)
            var stored: Int64 = 0
            let error = await #expect(throws: StorageError.self) {
                for id in Int64(0)..<1_000 {
                    try await small.write {
                        _ = try $0.execute("INSERT INTO note (id, title, body) VALUES ($1, $2, $3)", [id, "t\(id)", body])
                    }
                    stored += 1
                }
            }
            #expect(error == .unavailable("the disk is full"))
            try await TestSchema.expect(Int(stored), in: small)
            try await small.write { _ = try $0.execute("DELETE FROM note WHERE id < 10", []) }
            try await small.write { _ = try $0.execute("INSERT INTO note (id, title, body) VALUES ($1, $2, $3)", [5_000, "later", body]) }
            try await TestSchema.expect(Int(stored) - 9, in: small)
            await small.close()
        }
    }

    @Test("every commit on SQLite is seen to the disk before it is acknowledged")
    func synchronous() async throws {
        try await TestEngine.sqlite.withDatabase([TestSchema.notes]) { database in
            let mode = try await database.write { try $0.row("PRAGMA synchronous")?.integer("synchronous") }
            #expect(mode == 2, "FULL, https://sqlite.org/pragma.html#pragma_synchronous")
        }
    }

    @Test("the write-ahead log stays short under writing that never pauses")
    func checkpoints() async throws {
        var options = TestEngine.smallOptions
        options.sqliteLogPagesMax = 100
        try await TestEngine.sqlite.withDatabaseURL { url in
            let database = try await openDatabase(url, options: options)
            try await database.migrate([TestSchema.notes])
            let body = [UInt8](repeating: 7, count: 16_000)
            var longest = 0
            for id in Int64(0)..<1_500 {
                try await database.write {
                    _ = try $0.execute("INSERT INTO note (id, title, body) VALUES ($1, $2, $3)", [id, "t\(id)", body])
                }
                guard case .sqlite(let path) = url else { continue }
                let log = try FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int
                longest = max(longest, log ?? 0)
            }
            // 24 MB were written in all.
            #expect(longest > 100 * 4_096 && longest < 8_000_000, "\(longest) bytes")
            try await TestSchema.expect(1_500, in: database)
            await database.close()
        }
    }

    @Test("a full disk inside a savepoint fails the whole transaction")
    func diskFullInSavepoint() async throws {
        var options = TestEngine.smallOptions
        options.sqlitePagesMax = 100
        try await TestEngine.sqlite.withDatabase([TestSchema.notes], options: options) { database in
            let body = [UInt8](repeating: 7, count: 1_000_000)
            await #expect(throws: StorageError.unavailable("the disk is full")) {
                try await database.write { transaction in
                    try transaction.execute("INSERT INTO note (id, title) VALUES (1, 'a')")
                    _ = try? transaction.savepoint {
                        _ = try transaction.execute("INSERT INTO note (id, title, body) VALUES (2, 'b', $1)", [body])
                    }
                }
            }
            try await TestSchema.expect(0, in: database)
        }
    }

    @Test("a transaction that runs past its limit is stopped and leaves nothing", arguments: TestEngine.available)
    func slowTransaction(engine: TestEngine) async throws {
        var options = TestEngine.smallOptions
        options.transactionMax = .milliseconds(300)
        try await engine.withDatabase([TestSchema.notes], options: options) { database in
            let error = await #expect(throws: StorageError.self) {
                try await database.write { transaction in
                    try transaction.execute("INSERT INTO note (id, title) VALUES (1, 'a')")
                    _ = try transaction.rows(
                        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT count(*) AS n FROM n")
                }
            }
            guard case .unavailable = error else { throw try #require(error) }
            try await TestSchema.expect(0, in: database)
        }
    }

    @Test(
        "a PostgreSQL connection that was cut is replaced without the caller noticing",
        .enabled(if: TestEngine.available.contains(.postgres)))
    func reconnect() async throws {
        try await TestEngine.postgres.withDatabaseURL { url in
            var options = TestEngine.smallOptions
            options.connectionsMax = 1
            let database = try await openDatabase(url, options: options)
            let other = try await openDatabase(url, options: options)
            try await database.migrate([TestSchema.notes])
            var processes: Set<Int64> = []
            for round in 0..<3 {
                let process = try await database.read { try $0.row("SELECT pg_backend_pid() AS pid")?.integer("pid") ?? 0 }
                processes.insert(process)
                try await other.write { _ = try $0.rows("SELECT pg_terminate_backend(CAST($1 AS INTEGER))", [process]) }
                try await database.write { _ = try $0.execute("INSERT INTO note (id, title) VALUES ($1, $2)", [round, "t\(round)"]) }
            }
            #expect(processes.count == 3, "a cut connection was not replaced")
            try await TestSchema.expect(3, in: database)
            await database.close()
            await other.close()
        }
    }

    @Test("a connection cut in the middle of a transaction runs it again", .enabled(if: TestEngine.available.contains(.postgres)))
    func cutInside() async throws {
        try await TestEngine.postgres.withDatabaseURL { url in
            let database = try await openDatabase(url, options: TestEngine.smallOptions)
            try await database.migrate([TestSchema.notes])
            let runs = try await database.write { transaction in
                try transaction.execute("INSERT INTO remark (note, text) SELECT 0, 'x' WHERE 1 = 0")
                let number = try transaction.row("SELECT nextval('remark_number_seq') AS run")?.integer("run") ?? 0
                try transaction.execute("INSERT INTO note (id, title) VALUES ($1, 'a')", [number])
                if number < 2 { _ = try? transaction.rows("SELECT pg_terminate_backend(pg_backend_pid())", []) }
                return number
            }
            #expect(runs == 2)
            try await TestSchema.expect(1, in: database)
            await database.close()
        }
    }

    @Test("what PostgreSQL refuses is reported without the row's values", .enabled(if: TestEngine.available.contains(.postgres)))
    func silence() async throws {
        try await TestEngine.postgres.withDatabase([TestSchema.notes]) { database in
            let insert = "INSERT INTO note (id, title) VALUES (1, 'kim@example.org')"
            try await database.write { _ = try $0.execute(insert) }
            let twice = await #expect(throws: StorageError.self) { try await database.write { _ = try $0.execute(insert) } }
            guard case .constraint(.unique, let message) = try #require(twice) else { throw try #require(twice) }
            #expect(message.contains("note_pkey") && !message.contains("(1)") && !message.contains("DETAIL"), "\(message)")
            let unread = await #expect(throws: StorageError.self) {
                try await database.read { _ = try $0.rows("SELECT CAST(title AS BIGINT) AS n FROM note") }
            }
            #expect(!"\(try #require(unread))".contains("kim"))
        }
    }

    @Test(
        "statements whose plan a migration made stale are prepared anew under their old names",
        .enabled(if: TestEngine.available.contains(.postgres)))
    func stalePlans() async throws {
        try await TestEngine.postgres.withDatabaseURL { url in
            var options = TestEngine.smallOptions
            options.connectionsMax = 1
            let database = try await openDatabase(url, options: options)
            let other = try await openDatabase(url, options: options)
            try await database.migrate([TestSchema.notes])
            try await database.write { _ = try $0.execute("INSERT INTO note (id, title, stars) VALUES (1, 'kept', 1)") }
            for column in 0..<3 {
                _ = try await database.read { try $0.rows("SELECT * FROM note") }
                _ = try await database.read { try $0.rows("SELECT id FROM note WHERE id = $1", [column]) }
                try await other.write { _ = try $0.execute("ALTER TABLE note ADD COLUMN extra\(column) BIGINT") }
                let whole = try await database.read { try $0.row("SELECT * FROM note") }
                #expect(try whole?.text("title") == "kept" && whole?.integerOrNull("extra\(column)") == nil)
                _ = try await database.read { try $0.rows("SELECT title FROM note WHERE id = $1", [column]) }
            }
            await database.close()
            await other.close()
        }
    }

    @Test(
        "calls that find too many waiting are refused at once, and those that waited too long are not begun",
        arguments: TestEngine.available)
    func waiting(engine: TestEngine) async throws {
        var options = TestEngine.smallOptions
        options.connectionsMax = 1
        options.waitingMax = 2
        options.waitMax = .milliseconds(400)
        try await engine.withDatabase([TestSchema.notes], options: options) { database in
            let (begun, hasBegun) = AsyncStream.makeStream(of: Void.self)
            let gate = DispatchSemaphore(value: 0)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await database.write { _ in
                        hasBegun.yield()
                        gate.wait()
                    }
                }
                for await _ in begun { break }
                for id in 0..<2 {
                    group.addTask {
                        let error = await #expect(throws: StorageError.self) {
                            try await database.write { _ = try $0.execute("INSERT INTO note (id, title) VALUES ($1, 'late')", [id]) }
                        }
                        guard case .unavailable = try #require(error) else { throw try #require(error) }
                    }
                }
                while database.waiting < 2 { await Task.yield() }
                let error = await #expect(throws: StorageError.self) { try await database.write { _ in } }
                guard case .unavailable(let reason) = try #require(error) else { throw try #require(error) }
                #expect(reason.hasPrefix("too many calls wait"))
                let patience = ContinuousClock.now + .milliseconds(450)
                while ContinuousClock.now < patience { await Task.yield() }
                gate.signal()
                try await group.waitForAll()
            }
            #expect(database.waiting == 0)
            try await TestSchema.expect(0, in: database)
        }
    }

    @Test("the folder of an SQLite database is its owner's alone")
    func folderMode() async throws {
        try await TestEngine.sqlite.withDatabaseURL { url in
            guard case .sqlite(let path) = url else { return }
            let database = try await openDatabase(url)
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
            #expect(try FileManager.default.attributesOfItem(atPath: folder)[.posixPermissions] as? Int == 0o700)
            await database.close()
        }
    }

    @Test("a server that is not there is unavailable")
    func noServer() async throws {
        let url = try #require(DatabaseURL("postgres://nobody@127.0.0.1:1/nothing"))
        let error = await #expect(throws: StorageError.self) { _ = try await openDatabase(url) }
        guard case .unavailable = error else { throw try #require(error) }
    }

    @Test("a closed database says so", arguments: TestEngine.available)
    func closed(engine: TestEngine) async throws {
        try await engine.withDatabase([TestSchema.notes]) { database in
            await database.close()
            await #expect(throws: StorageError.closed) { try await TestSchema.count(database) }
        }
    }
}
