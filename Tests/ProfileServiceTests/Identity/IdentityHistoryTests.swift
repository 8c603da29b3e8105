import CommonModels
import Foundation
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

/// Histories of calls sent at the same time, on PostgreSQL to two replicas, leave what a simple model leaves that takes them
/// one by one in the order the log has them. Concurrent log-ins cannot miss each other.
///
/// `MARU_IDENTITY_HISTORIES` says how many (ops/checks/identity-simulation.sh runs 10,000), `MARU_IDENTITY_SEED` the first seed.
@Suite("Identity, simulated")
struct IdentityHistoryTests {
    /// Histories in one database: more would only make its files large.
    private static let perDatabase = 500

    private static var count: UInt64 { number("MARU_IDENTITY_HISTORIES") ?? 120 }
    private static var firstSeed: UInt64 { number("MARU_IDENTITY_SEED") ?? 1 }

    private static func number(_ name: String) -> UInt64? { ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) } }

    @Test("random histories, concurrently sent, agree with a model", arguments: TestEngine.available)
    func histories(engine: TestEngine) async throws {
        var tally = Tally()
        let last = Self.firstSeed + Self.count - 1
        for start in stride(from: Self.firstSeed, through: last, by: Self.perDatabase) {
            try await engine.withDatabaseURL { url in
                let first = try await openDatabase(url, options: TestEngine.smallOptions)
                let second = engine == .postgres ? try await openDatabase(url, options: TestEngine.smallOptions) : first
                try await first.migrate(ProfileWorld.migrations)
                let ids = IDGenerator.sequential()
                let replicas = [ProfileWorld(first, ids: ids), ProfileWorld(second, ids: ids)]
                for seed in start...min(last, start + UInt64(Self.perDatabase) - 1) {
                    tally.add(try await Self.run(IdentityHistory(seed: seed), on: replicas))
                }
                await first.close()
                if engine == .postgres { await second.close() }
            }
        }
        print("identity simulation, \(engine.rawValue): seeds \(Self.firstSeed)…\(last), \(tally)")
        for (what, count) in ["merges": tally.merges, "switches": tally.switches, "conflicts": tally.conflicts] {
            #expect(count > 0, "seeds \(Self.firstSeed)…\(last) try no \(what)")
        }
    }

    private struct Tally: CustomStringConvertible {
        var histories = 0
        var calls = 0
        var merges = 0
        var switches = 0
        var conflicts = 0

        mutating func add(_ other: Tally) {
            histories += other.histories
            calls += other.calls
            merges += other.merges
            switches += other.switches
            conflicts += other.conflicts
        }

        var description: String {
            "\(histories) histories, \(calls) calls, \(merges) merges, \(switches) switches, \(conflicts) conflicts"
        }
    }

    private static func run(_ history: IdentityHistory, on replicas: [ProfileWorld]) async throws -> Tally {
        for step in history.steps {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (number, calls) in step.enumerated() {
                    let replica = replicas[(number + Int(history.seed % 2)) % 2]
                    group.addTask { try await replica.ingest(requests: [calls.map(\.json)]) }
                }
                try await group.waitForAll()
            }
        }
        let stored = try await StoredHistory(history, in: replicas[0].database)
        var model = IdentityModel()
        let calls = Dictionary(uniqueKeysWithValues: history.calls.map { ($0.message, $0) })
        for message in stored.order { if let call = calls[message] { model.apply(call) } }
        check(stored, model, history)
        return Tally(
            histories: 1, calls: history.calls.count, merges: model.joins, switches: model.switches, conflicts: model.conflicts)
    }

    /// The same people, by another name: values and events that are one person's in one are one person's in the other.
    private static func check(_ stored: StoredHistory, _ model: IdentityModel, _ history: IdentityHistory) {
        #expect(Set(stored.order) == Set(history.calls.map(\.message)), "seed \(history.seed): an event is missing")
        #expect(Set(stored.owners.keys) == Set(model.owners.keys), "seed \(history.seed): other values are linked")
        var person: [String: Int] = [:]
        var profile: [Int: String] = [:]
        let pairs =
            model.owners.map { ($0.key, stored.owners[$0.key], $0.value) } + model.events.map { ($0.key, stored.events[$0.key], $0.value) }
        for (what, found, expected) in pairs {
            guard let found else { continue }
            #expect(
                person[found, default: expected] == expected && profile[expected, default: found] == found,
                "seed \(history.seed): \(what) is of the wrong person")
            person[found] = expected
            profile[expected] = found
        }
        for (found, expected) in person {
            let life = stored.lives[found]
            #expect(life?.isKnown == model.isKnown(expected), "seed \(history.seed): known or not")
            let seconds = history.calls.filter { model.events[$0.message] == expected }.map(\.second)
            #expect(life?.events == seconds.count, "seed \(history.seed): a merge counts events twice or loses them")
            #expect(life?.first == seconds.min() && life?.last == seconds.max(), "seed \(history.seed): first and last seen")
        }
        #expect(stored.merges == model.joins, "seed \(history.seed): merges")
    }
}
