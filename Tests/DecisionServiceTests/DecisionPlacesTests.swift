import CommonModels
import DecisionDomain
import StorageKit
import TestFixtures
import Testing

@testable import DecisionService

@Suite("Places of decisions")
struct DecisionPlacesTests {
    @Test(
        "an erasure finds the decisions of ids merged long ago", arguments: TestEngine.available)
    func mergedIDs(engine: TestEngine) async throws {
        try await DecisionStage.run(on: engine) { stage in
            try await stage.savePlacement()
            try await stage.saveOffer("tea")
            let (person, old) = (DecisionStage.person(1), DecisionStage.person(2))
            try await stage.introduce(person, userID: "u1")
            _ = try await stage.decide(person)
            // No feed told this service of the merge.
            _ = try await stage.decide(old)
            let data = #"{"profileId":"\#(person)","mergedIds":["\#(old)"],"action":"erase"}"#
            try await stage.apply([stage.event(FeedEventType.profileErased, data)])
            let (named, places) = try await stage.database.read { tx in
                (
                    try tx.row("SELECT count(*) AS n FROM decision WHERE profile_id IS NOT NULL")?.int("n"),
                    try tx.row("SELECT count(*) AS n FROM decision_place")?.int("n")
                )
            }
            #expect(named == 0 && places == 0)
        }
    }

    @Test("decisions of before have their places after the migration", arguments: TestEngine.available)
    func migration(engine: TestEngine) async throws {
        let before = MigrationSet(component: "decision", steps: Array(DecisionMigrations.set.steps.prefix(4)))
        try await engine.withDatabase([before]) { database in
            let columns = ["id", "profile_id", "placement_id", "candidates", "at", "reason", "offers", "outcomes"]
            let owners: [ProfileID?] = [DecisionStage.person(1), nil, DecisionStage.person(2), DecisionStage.person(1)]
            let ids = IDGenerator.sequential()
            let decisions = owners.map { (id: ids.next() as DecisionID, owner: $0) }
            try await database.write { tx in
                let rows = decisions.map { decision -> [SQLValue] in
                    [.text(decision.id.rawValue), decision.owner.sqlValue, "plc", "list", 0, "none", "", .blob([])]
                }
                try tx.insert(into: "decision", columns: columns, rows: rows)
            }
            try await database.migrate([DecisionMigrations.set])
            let listed = try await DecisionLog(database: database).list(of: DecisionStage.person(1), before: nil, limit: 10).map(\.id)
            #expect(listed == [decisions[3].id, decisions[0].id])
            let places = "SELECT count(*) AS n FROM decision_place WHERE \(DecisionPlaces.runs.everyRun)"
            #expect(try await database.read { try $0.row(places)?.int("n") } == 3)
        }
    }

    @Test(
        "every decision stands under the person it is logged for, through merges, erasure and full runs",
        arguments: TestEngine.available, [UInt64(1), 2])
    func agree(engine: TestEngine, seed: UInt64) async throws {
        try await DecisionStage.run(on: engine) { stage in
            try await stage.savePlacement()
            try await stage.saveOffer("tea")
            var random = SeededRandom(seed: seed)
            let people = (0..<12).map { DecisionStage.person($0) }
            for (number, person) in people.enumerated() { try await stage.introduce(person, userID: "u\(number)") }
            for round in 0..<6 {
                let asked = (0..<240).map { _ in people[Int.random(in: 0..<people.count, using: &random)] }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for person in asked { group.addTask { _ = try await stage.decide(person) } }
                    try await group.waitForAll()
                }
                if round % 2 == 1 { try await stage.merge(people[round], into: people[round + 5]) }
                if round == 4 { try await stage.apply([stage.event(FeedEventType.profileErased, #"{"profileId":"\#(people[11])"}"#)]) }
            }
            let runs = try await agree(people, stage)
            #expect(engine == .sqlite ? runs > 1 : runs == 1)
            while try await stage.database.write({ try DecisionPlaces.runs.step(in: $0) }) {}
            #expect(try await agree(people, stage) <= runs)
        }
    }

    /// Expects that every person's list is what the log holds of them, and that there is no place beside.
    /// - Returns: how many runs the places stand in.
    private func agree(_ people: [ProfileID], _ stage: DecisionStage) async throws -> Int {
        var listed = 0
        for person in people {
            let logged = try await stage.database.read {
                try $0.rows("SELECT id FROM decision WHERE profile_id = $1 ORDER BY id DESC", [person]).map { try $0.text("id") }
            }
            var (found, before) = ([String](), DecisionID?.none)
            repeat {
                let page = try await stage.log.list(of: person, before: before, limit: 50).map(\.id)
                found += page.map(\.rawValue)
                before = page.last
            } while before != nil
            #expect(found == logged)
            listed += found.count
        }
        let places = "SELECT count(*) AS n, count(DISTINCT run) AS runs FROM decision_place"
        let (stored, runs) = try await stage.database.read { tx in
            let row = try tx.row(places)
            return (try row?.int("n") ?? 0, try row?.int("runs") ?? 0)
        }
        #expect(stored == listed)
        return runs
    }
}
