import CommonModels
import StorageKit
import TestFixtures
import Testing

@Suite("a lease")
struct LeaseTests {
    @Test("is held by one at a time, passes on when it runs out, and cannot be renewed once lost", arguments: TestEngine.available)
    func life(engine: TestEngine) async throws {
        try await engine.withDatabase([LeaseStore.migrations]) { database in
            let time = ManualTime(Instant(secondsSince1970: 1_000))
            let leases = LeaseStore(database: database, clock: time.clock)
            let first = try #require(try await leases.acquire("timer", holder: "a", for: .seconds(10)))
            #expect(try await leases.acquire("timer", holder: "b", for: .seconds(10)) == nil)
            #expect(try await leases.acquire("other", holder: "b", for: .seconds(10)) != nil)
            time.advance(by: .seconds(9))
            let renewed = try #require(try await leases.renew(first, for: .seconds(10)))
            time.advance(by: .seconds(9))
            #expect(try await leases.acquire("timer", holder: "b", for: .seconds(10)) == nil)
            time.advance(by: .seconds(1))
            let second = try #require(try await leases.acquire("timer", holder: "b", for: .seconds(10)))
            #expect(try await leases.renew(renewed, for: .seconds(10)) == nil)
            try await leases.release(renewed)
            #expect(try await leases.acquire("timer", holder: "a", for: .seconds(10)) == nil)
            try await leases.release(second)
            #expect(try await leases.acquire("timer", holder: "a", for: .seconds(10)) != nil)
        }
    }

    @Test("goes to one of many that ask at once", arguments: TestEngine.available)
    func race(engine: TestEngine) async throws {
        try await engine.withDatabase([LeaseStore.migrations]) { database in
            let leases = LeaseStore(database: database, clock: .fixed(.epoch))
            let winners = try await withThrowingTaskGroup(of: Lease?.self) { group in
                for number in 0..<8 { group.addTask { try await leases.acquire("job", holder: "h\(number)", for: .seconds(1)) } }
                return try await group.reduce(into: 0) { $0 += $1 == nil ? 0 : 1 }
            }
            #expect(winners == 1)
        }
    }
}
