import Logging
import StorageKit
import TestFixtures
import Testing

@Suite("Sorted runs")
struct SortedRunsTests {
    private static let table = SortedRuns(
        runs: "visit_run", entries: "visit", key: ["who", "at"], rest: ["page"], openMax: 256, stepMax: 500)

    private static let schema = MigrationSet(
        component: "visits",
        steps: [
            Migration(
                1, "visits",
                [
                    """
                    CREATE TABLE visit_run (
                        run BIGINT NOT NULL PRIMARY KEY, level BIGINT NOT NULL, entries BIGINT NOT NULL, state TEXT NOT NULL,
                        into_run BIGINT) WITHOUT ROWID
                    """,
                    """
                    CREATE TABLE visit (
                        run BIGINT NOT NULL, who TEXT NOT NULL, at BIGINT NOT NULL, page TEXT NOT NULL,
                        PRIMARY KEY (run, who, at)) WITHOUT ROWID
                    """,
                    "INSERT INTO visit_run (run, level, entries, state) VALUES (1, 0, 0, 'open')",
                ])
        ])

    private struct Visit: Hashable {
        let who: String
        let at: Int64
        let page: String
    }

    private static func add(_ visits: [Visit], in tx: any SQLTransaction) throws {
        try table.add(visits.count, in: tx) { run, values in
            for visit in visits { values += [run, .text(visit.who), .integer(visit.at), .text(visit.page)] }
        }
    }

    private static func stored(_ database: any Database) async throws -> [Visit] {
        try await database.read { tx in
            try tx.rows("SELECT who, at, page FROM visit WHERE \(table.everyRun) ORDER BY at").map {
                Visit(who: try $0.text("who"), at: try $0.integer("at"), page: try $0.text("page"))
            }
        }
    }

    @Test(
        "keep every entry through any number of merges, while others are added and taken away",
        arguments: TestEngine.available, [1, 2, 3] as [UInt64])
    func merging(engine: TestEngine, seed: UInt64) async throws {
        try await engine.withDatabase([Self.schema]) { database in
            var random = SplitMix(seed: seed)
            var expected: [Int64: Visit] = [:]
            var next: Int64 = 1
            var steps = 0
            for round in 0..<160 {
                let added = (next..<next + Int64.random(in: 1...90, using: &random)).map {
                    Visit(who: "w\(Int.random(in: 0..<40, using: &random))", at: $0, page: "p\($0 % 7)")
                }
                next += Int64(added.count)
                for visit in added { expected[visit.at] = visit }
                let gone = (0..<3).compactMap { _ in expected.removeValue(forKey: Int64.random(in: 1..<next, using: &random)) }
                try await database.write { tx in
                    try Self.add(added, in: tx)
                    try Self.table.remove(gone.map { [.text($0.who), .integer($0.at)] }, in: tx)
                }
                if round % 11 == 5 {
                    // Somebody turns out to be somebody else, also amid a merge.
                    let (from, to) = ("w\(round % 40)", "w\((round + 7) % 40)")
                    let move = "UPDATE visit SET who = $1 WHERE \(Self.table.everyRun) AND who = $2"
                    try await database.write { _ = try $0.execute(move, [to, from]) }
                    for (at, visit) in expected where visit.who == from { expected[at] = Visit(who: to, at: at, page: visit.page) }
                }
                if round % 3 == 0, try await database.write({ try Self.table.step(in: $0) }) { steps += 1 }
                if round % 40 == 0 { #expect(try await Self.stored(database) == expected.values.sorted { $0.at < $1.at }) }
            }
            while try await database.write({ try Self.table.step(in: $0) }) { steps += 1 }
            #expect(try await Self.stored(database) == expected.values.sorted { $0.at < $1.at })
            let (all, runs, orphans) = try await database.read { tx in
                let rows = try tx.rows("SELECT level, state, into_run FROM visit_run ORDER BY run")
                return (
                    try Self.table.all(in: tx).count, try rows.map { "\(try $0.integer("level")) \(try $0.text("state"))" },
                    try tx.row("SELECT count(*) AS n FROM visit WHERE run NOT IN (SELECT run FROM visit_run)")?.int("n")
                )
            }
            #expect(all == runs.count && orphans == 0 && !runs.contains { $0.hasSuffix("filling") })
            switch engine {
            case .sqlite: #expect(steps >= 4 && runs.contains("1 closed") && runs.count { $0 == "0 closed" } < SortedRuns.fanOut, "\(runs)")
            case .postgres: #expect(steps == 0 && runs == ["0 open"], "\(runs)")
            }
        }
    }

    @Test("are merged by the service that runs beside others")
    func merger() async throws {
        try await TestEngine.sqlite.withDatabase([Self.schema]) { database in
            for round in 0..<(Int64(SortedRuns.fanOut) + 1) {
                let visits = (0..<256).map { Visit(who: "w\($0 % 9)", at: round * 256 + $0, page: "p") }
                try await database.write { try Self.add(visits, in: $0) }
            }
            let before = try await Self.stored(database)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await RunMerger(Self.table, database: database, logger: Logger(label: "test")).run() }
                let end = ContinuousClock.now + .seconds(60)
                while try await database.read({ try Self.table.all(in: $0).count }) > 2, ContinuousClock.now < end {
                    try await Task.sleep(for: .milliseconds(20))
                }
                group.cancelAll()
            }
            #expect(try await database.read { try Self.table.all(in: $0).count } == 2)
            #expect(try await Self.stored(database) == before)
        }
    }

    @Test("are asked all of them, however many there are", arguments: TestEngine.available)
    func asking(engine: TestEngine) async throws {
        try await engine.withDatabase([Self.schema]) { database in
            let newest = SortedRuns.ofEach(from: 3) { "SELECT at FROM visit WHERE run = \($0) AND who = $1 ORDER BY at DESC LIMIT $2" }
            for round in 0..<(engine == .sqlite ? 40 : 2) as Range<Int64> {
                let visits = (0..<256).map { Visit(who: "w\($0 % 2)", at: round * 256 + $0, page: "p") }
                try await database.write { try Self.add(visits, in: $0) }
            }
            let (runs, found) = try await database.read { tx in
                let runs = try Self.table.all(in: tx)
                return (runs.count, try SortedRuns.rows(newest, ["w1", 1], runs, in: tx).map { try $0.integer("at") })
            }
            switch engine {
            case .sqlite: #expect(runs == 40 && found.sorted() == (1...40).map { $0 * 256 - 1 })
            case .postgres: #expect(runs == 1 && found == [511])
            }
        }
    }
}
