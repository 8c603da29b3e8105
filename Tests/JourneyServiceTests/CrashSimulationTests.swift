import CommonModels
import JourneyDomain
import JourneyService
import StorageKit
import Synchronization
import TestFixtures
import Testing

/// The process is killed at random: before transactions, between a commit and anybody hearing of it, before a mail
/// leaves, and after it left but before that was written down. People merge and journeys are published again meanwhile.
/// Whatever happens, the model holds: one message per person per step.
@Suite("Journeys under crashes")
struct CrashSimulationTests {
    /// What must be true, kept apart from the code under test.
    private struct Model {
        /// Which person an address belongs to now; merges join people.
        var person: [String: Int] = [:]
        /// Steps each person has been sent.
        var sent: [Int: Set<String>] = [:]
        var violations: [String] = []

        mutating func deliver(to address: String, step: String) {
            let owner = person[address] ?? -1
            if !sent[owner, default: []].insert(step).inserted { violations.append("\(step) twice to person \(owner) by \(address)") }
        }

        mutating func merge(_ loser: Int, into winner: Int) {
            for (address, owner) in person where owner == loser { person[address] = winner }
            sent[winner, default: []].formUnion(sent.removeValue(forKey: loser) ?? [])
        }
    }

    @Test("send every step once per person and finish every run", arguments: 1...8)
    func sqlite(seed: UInt64) async throws {
        try await simulate(seed: seed, on: .sqlite)
    }

    @Test("do so on PostgreSQL", .enabled(if: TestEngine.available.contains(.postgres)), arguments: 1...2)
    func postgres(seed: UInt64) async throws {
        try await simulate(seed: seed, on: .postgres)
    }

    private func simulate(seed: UInt64, on engine: TestEngine) async throws {
        let dice = Mutex(SplitMix(seed: seed))
        let dangerous = Mutex(false)
        let interruption: @Sendable () -> Bool = {
            guard dangerous.withLock({ $0 }) else { return false }
            return dice.withLock { Double($0.next() % 1_000) / 1_000 < 0.06 }
        }
        try await engine.withDatabase(JourneyWorld.migrations) { base in
            let database = FaultyDatabase(base, interruption: interruption)
            let neighbours = FakeNeighbours(interruption: interruption, died: { database.kill() })
            let time = ManualTime(JourneyWorld.start)
            let ids = IDGenerator.sequential()
            var world = try await JourneyWorld(database, neighbours: neighbours, time: time, ids: ids)
            let journey = try await world.publish(Documents.welcome())
            var model = Model()
            var people: [ProfileID] = []
            for number in 0..<8 {
                let id: ProfileID = ids.next()
                people.append(id)
                model.person["p\(number)@example.org"] = number
                try await world.feed([
                    FeedEvents.profile(
                        id, email: "p\(number)@example.org", consents: [("marketing", "all", "granted")], at: time.clock.now()),
                    FeedEvents.entered(Documents.segment, id, feedID: "\(number)", at: time.clock.now()),
                ])
            }
            dangerous.withLock { $0 = true }
            var kills = 0
            var heard = 0
            for round in 0..<400 {
                do {
                    try await world.engine.settle()
                } catch is FaultyDatabase.Killed {
                    // The next process starts when the leases of the dead one have run out.
                    kills += 1
                }
                for mail in neighbours.mails[heard...] { model.deliver(to: mail.to, step: mail.subject) }
                heard = neighbours.mails.count
                if database.wasKilled {
                    database.restart()
                    dangerous.withLock { $0 = false }
                    time.advance(by: .seconds(200))
                    world = try await JourneyWorld(database, neighbours: neighbours, time: time, ids: ids)
                    dangerous.withLock { $0 = true }
                    continue
                }
                guard let next = try? await world.nextDue() else { break }
                time.set(max(next, time.clock.now()))
                if round % 5 == 4 { try await disturb(world, journey, people, &model, dice, dangerous) }
            }
            dangerous.withLock { $0 = false }
            database.restart()
            try await JourneyWorld(database, neighbours: neighbours, time: time, ids: ids).pass(.days(5))
            for mail in neighbours.mails[heard...] { model.deliver(to: mail.to, step: mail.subject) }
            try await check(model, base, kills, seed)
        }
    }

    /// Publishes again or lets two people turn out to be one; told whole, since feed events repeat until they are applied.
    private func disturb(
        _ world: JourneyWorld, _ journey: Journey, _ people: [ProfileID], _ model: inout Model, _ dice: borrowing Mutex<SplitMix>,
        _ dangerous: borrowing Mutex<Bool>
    ) async throws {
        dangerous.withLock { $0 = false }
        let (roll, a, b) = dice.withLock { (Int($0.next() % 3), Int($0.next() % 8), Int($0.next() % 8)) }
        if roll == 0 {
            _ = try await world.engine.desk.publish(journey.id.rawValue, backfill: true, expected: nil, by: JourneyWorld.actor)
        } else if a != b {
            let living = try await world.database.read { tx in
                (try PersonReader().current(people[a], in: tx), try PersonReader().current(people[b], in: tx))
            }
            if living.0 != living.1 {
                try await world.feed([FeedEvents.merged(living.0, into: living.1, at: world.time.clock.now())])
                guard let loser = people.firstIndex(of: living.0), let winner = people.firstIndex(of: living.1) else { return }
                model.merge(loser, into: winner)
            }
        }
        dangerous.withLock { $0 = true }
    }

    private func check(_ model: Model, _ database: any Database, _ kills: Int, _ seed: UInt64) async throws {
        #expect(model.violations == [], "seed \(seed), \(kills) kills")
        #expect(kills > 0, "seed \(seed) killed nobody: the simulation proves nothing")
        let (unfinished, unsettled, counted, recorded, unknown) = try await database.read { tx in
            func n(_ sql: String) throws -> Int64 { try tx.row(sql)?.integer("n") ?? 0 }
            return (
                try n("SELECT COUNT(*) AS n FROM journey_run WHERE finished_at IS NULL"),
                try n("SELECT COUNT(*) AS n FROM journey_send WHERE state IN ('pending', 'sending')"),
                try n("SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) AS n FROM journey_count WHERE counter = 'sent'"),
                try n("SELECT COUNT(*) AS n FROM journey_send WHERE state = 'sent'"),
                try n("SELECT COUNT(*) AS n FROM journey_send WHERE state = 'unknown'")
            )
        }
        // Only a send that was cut off may have reached nobody.
        let missed = Set(model.person.values).filter { model.sent[$0]?.isEmpty != false }
        #expect(recorded > 0 && missed.count <= unknown, "seed \(seed): \(missed) got nothing, \(unknown) sends were cut off")
        #expect(unfinished == 0, "seed \(seed)")
        #expect(unsettled == 0, "seed \(seed)")
        #expect(counted == recorded, "seed \(seed)")
    }
}

/// Vigna's SplitMix64.
private struct SplitMix: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
