import StorageKit
import Synchronization

/// A database whose process can be killed: before a transaction, or right after its commit and before anybody heard of it.
/// Once killed, nothing works until ``restart()``.
final class FaultyDatabase: Database {
    struct Killed: Error {}

    private let base: any Database
    private let interruption: @Sendable () -> Bool
    private let isDead = Mutex(false)

    init(_ base: any Database, interruption: @escaping @Sendable () -> Bool) {
        self.base = base
        self.interruption = interruption
    }

    var engine: SQLEngine { base.engine }
    var wasKilled: Bool { isDead.withLock { $0 } }

    func kill() { isDead.withLock { $0 = true } }
    func restart() { isDead.withLock { $0 = false } }

    func read<T: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> T) async throws -> T {
        guard !wasKilled else { throw Killed() }
        return try await base.read(body)
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> T) async throws -> T {
        guard !wasKilled else { throw Killed() }
        try maybeDie()
        let answer = try await base.write(body)
        try maybeDie()
        return answer
    }

    func writeBlocking<T: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> T) throws -> T {
        guard !wasKilled else { throw Killed() }
        try maybeDie()
        let answer = try base.writeBlocking(body)
        try maybeDie()
        return answer
    }

    func migrate(_ sets: [MigrationSet]) async throws { try await base.migrate(sets) }
    func queryPlan(_ sql: String, _ arguments: [any SQLBindable]) async throws -> String { try await base.queryPlan(sql, arguments) }
    func scrub() async throws { try await base.scrub() }
    func close() async { await base.close() }

    private func maybeDie() throws {
        guard interruption() else { return }
        kill()
        throw Killed()
    }
}
