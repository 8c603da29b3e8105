package import CommonModels
package import StorageKit

/// Tells facts, as often as it takes, and forgets them when they are stored.
package struct FactWorker: Sendable {
    package static let batchMax = 100
    static let lease = Duration.seconds(60)
    private let database: any Database
    private let clock: WallClock
    private let receiver: any FactReceiver
    private let store = FactStore()

    package init(database: any Database, clock: WallClock, receiver: any FactReceiver) {
        self.database = database
        self.clock = clock
        self.receiver = receiver
    }

    package func round() async throws -> WorkRound {
        let now = clock.now()
        let store = store
        let (facts, next) = try await database.write { tx in
            (try store.claim(at: now, lease: now + Self.lease, limit: Self.batchMax, in: tx), try store.nextDue(in: tx))
        }
        guard !facts.isEmpty else { return WorkRound(hasMore: false, nextDue: next) }
        let told = await receiver.tell(facts)
        let names = Set(told.map(\.id))
        let left = facts.filter { !names.contains($0.id) }
        let later = clock.now() + .seconds(10)
        try await database.write { tx in
            try store.remove(told, in: tx)
            try store.postpone(left, until: later, in: tx)
        }
        return WorkRound(hasMore: !told.isEmpty && facts.count == Self.batchMax, nextDue: left.isEmpty ? next : min(next ?? later, later))
    }
}
