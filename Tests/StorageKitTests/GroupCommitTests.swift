import Logging
import ServiceLifecycle
import StorageKit
import Synchronization
import TestFixtures
import Testing

@Suite("group commit")
struct GroupCommitTests {
    struct Unwelcome: Error, Equatable { let id: Int64 }

    /// Inserts notes; a negative id is answered with an error of its own, id 13 throws out of the whole batch.
    static func inserter(_ database: any Database, queueLimit: Int = 50_000) -> GroupCommit<Int64, Int64> {
        GroupCommit("test", database: database, queueLimit: queueLimit) { items, transaction in
            let welcome = items.filter { $0 >= 0 }
            if welcome.contains(13) { throw Unwelcome(id: 13) }
            try transaction.insert(
                into: "note", columns: ["id", "title"], rows: welcome.map { [.integer($0), .text("t\($0)")] }, onConflict: .ignore)
            return items.map { $0 >= 0 ? .success($0 * 2) : .failure(Unwelcome(id: $0)) }
        }
    }

    /// Runs `body` beside the running service, which is then shut down gracefully.
    static func whileRunning(_ service: GroupCommit<Int64, Int64>, _ body: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await service.run() }
            try await body()
            group.cancelAll()
        }
    }

    @Test("answers every item of a random load once, and what it acknowledged is stored", arguments: TestEngine.available, [1, 2, 3])
    func property(engine: TestEngine, seed: UInt64) async throws {
        try await engine.withDatabase([TestSchema.notes]) { database in
            let service = Self.inserter(database)
            var random = SplitMix(seed: seed)
            let callers = (0..<40).map { _ in
                (0..<Int.random(in: 1...20, using: &random)).map { _ in Int64.random(in: -20...200, using: &random) }
            }
            try await Self.whileRunning(service) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for items in callers {
                        group.addTask {
                            for item in items {
                                do {
                                    let answer = try await service.submit(item)
                                    #expect(answer == item * 2)
                                    #expect(item >= 0 && item != 13, "seed \(seed)")
                                } catch let error as Unwelcome {
                                    #expect(error.id == item && (item < 0 || item == 13), "seed \(seed)")
                                }
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
            let stored = try await database.read { try $0.rows("SELECT id FROM note ORDER BY id").map { try $0.integer("id") } }
            #expect(stored == Set(callers.joined()).filter { $0 >= 0 && $0 != 13 }.sorted(), "seed \(seed)")
        }
    }

    @Test("an error of the schema in one item fails that item only", arguments: TestEngine.available)
    func constraint(engine: TestEngine) async throws {
        try await engine.withDatabase([TestSchema.notes]) { database in
            let service = GroupCommit<Int64, Int64>("test", database: database) { items, transaction in
                for item in items {
                    try transaction.execute("INSERT INTO note (id, title, stars) VALUES ($1, $2, $1)", [item, "t\(item)"])
                }
                return items.map { .success($0) }
            }
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for item in [Int64(1), 2, -3, 4] {
                    group.addTask {
                        do { return try await service.submit(item) == item } catch StorageError.constraint(.check, _) { return item < 0 }
                    }
                }
                group.addTask {
                    try await service.run()
                    return true
                }
                var answers = 0
                while let isRight = try await group.next() {
                    #expect(isRight)
                    answers += 1
                    if answers == 4 { group.cancelAll() }
                }
            }
            try await TestSchema.expect(3, in: database)
        }
    }

    @Test("refuses what its queue cannot hold and says when to come back")
    func queueFull() async throws {
        try await TestEngine.sqlite.withDatabase([TestSchema.notes]) { database in
            let service = Self.inserter(database, queueLimit: 3)
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for item in 0..<5 {
                    group.addTask {
                        do {
                            _ = try await service.submit(Int64(item))
                            return true
                        } catch GroupCommitError.queueFull(let retryAfter) {
                            #expect(retryAfter == .seconds(1))
                            return false
                        }
                    }
                }
                // Nothing runs yet, so the two refusals are what comes back first.
                var answers: [Bool] = []
                while answers.count < 2, let answer = try await group.next() { answers.append(answer) }
                #expect(answers == [false, false])
                group.addTask {
                    try await service.run()
                    return false
                }
                while answers.count < 5, let answer = try await group.next() { answers.append(answer) }
                #expect(answers.filter { $0 }.count == 3)
                group.cancelAll()
            }
            try await TestSchema.expect(3, in: database)
        }
    }

    @Test("refuses past the bytes that may wait, however few the items")
    func bytes() async throws {
        try await TestEngine.sqlite.withDatabase([TestSchema.notes]) { database in
            let service = GroupCommit<[UInt8], Int>("test", database: database, bytesMax: 100, bytes: \.count) { items, _ in
                items.map { .success($0.count) }
            }
            try await withThrowingTaskGroup(of: Int?.self) { group async throws in
                // Alone it goes in, though it is larger than all that may wait.
                for size in [150, 1] {
                    group.addTask {
                        do { return try await service.submit([UInt8](repeating: 0, count: size)) } catch GroupCommitError.queueFull {
                            return nil
                        }
                    }
                }
                #expect(try await group.next() == .some(nil))
                group.addTask {
                    try await service.run()
                    return 0
                }
                #expect(try await group.next() != .some(nil))
                #expect(try await service.submit([1, 2, 3]) == 3)
                group.cancelAll()
            }
        }
    }

    @Test("finishes what it accepted at shutdown and takes nothing more", arguments: TestEngine.available)
    func shutdown(engine: TestEngine) async throws {
        try await engine.withDatabase([TestSchema.notes]) { database in
            let accepted = AsyncStream.makeStream(of: Void.self)
            let service = GroupCommit<Int64, Int64>("test", database: database) { items, transaction in
                accepted.continuation.yield()
                try transaction.insert(into: "note", columns: ["id", "title"], rows: items.map { [.integer($0), .text("t\($0)")] })
                return items.map { .success($0) }
            }
            let group = ServiceGroup(configuration: .init(services: [.init(service: service)], logger: .init(label: "test")))
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                for item in 0..<200 { tasks.addTask { _ = try? await service.submit(Int64(item)) } }
                for await _ in accepted.stream { break }
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
            await #expect(throws: GroupCommitError.closed) { try await service.submit(1_000) }
            #expect(try await TestSchema.count(database) > 0)
        }
    }

    @Test("of many callers, commits far fewer transactions than items")
    func gathers() async throws {
        try await TestEngine.sqlite.withDatabase([TestSchema.notes]) { database in
            let batches = Mutex<[Int]>([])
            let service = GroupCommit<Int64, Int64>("test", database: database) { items, transaction in
                batches.withLock { $0.append(items.count) }
                try transaction.insert(into: "note", columns: ["id", "title"], rows: items.map { [.integer($0), .text("t\($0)")] })
                return items.map { .success($0) }
            }
            try await Self.whileRunning(service) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for caller in 0..<50 {
                        group.addTask { for item in 0..<20 { _ = try await service.submit(Int64(caller * 20 + item)) } }
                    }
                    try await group.waitForAll()
                }
            }
            #expect(batches.withLock { $0.reduce(0, +) } == 1_000)
            #expect(batches.withLock { $0.count } < 200)
        }
    }
}
