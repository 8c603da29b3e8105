import CommonModels
import Logging
import ServiceKit
import StorageKit
import Synchronization
import TestFixtures
import Testing

@Suite("Retention")
struct RetentionTests {
    @Test("sweeps until nothing is left, on one replica at a time", arguments: TestEngine.available)
    func sweeps(engine: TestEngine) async throws {
        try await engine.withDatabase([LeaseStore.migrations]) { database in
            let time = ManualTime(Instant(secondsSince1970: 1_789_614_000))
            let leases = LeaseStore(database: database, clock: time.clock)
            let left = Mutex([3, 2, 0])
            func replica(_ name: String, sweep: @escaping Retention.Sweep) -> Retention {
                Retention(
                    "log", leases: leases, holder: name, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, sweep: sweep)
            }
            let other = replica("two") { 0 }
            let first = replica("one") {
                let meanwhile = try await other.round()
                #expect(meanwhile == nil)
                return left.withLock { $0.removeFirst() }
            }
            let swept = try await first.round()
            #expect(swept == 5)
            let rest = try await other.round()
            #expect(rest == 0, "the lease was given back")
        }
    }
}
