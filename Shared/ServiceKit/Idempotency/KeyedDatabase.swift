package import StorageKit

/// The database for stores whose creates must not happen twice: what a request with an `Idempotency-Key` changes through it is
/// noted with the key in the same transaction.
///
/// So a change and the use of its key are there together or not at all, whenever the process dies, and an attempt that was taken
/// for dead and comes back changes nothing. See ``IdempotencyStore`` for what a repeated request is told then.
package struct KeyedDatabase: Database {
    private let base: any Database

    package init(_ base: any Database) { self.base = base }

    package var engine: SQLEngine { base.engine }

    package func read<T: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> T) async throws -> T {
        try await base.read(body)
    }

    @discardableResult
    package func write<T: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> T) async throws -> T {
        try await base.write(noting(body))
    }

    package func writeBlocking<T: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> T) throws -> T {
        try base.writeBlocking(noting(body))
    }

    private func noting<T>(_ body: @escaping @Sendable (any SQLTransaction) throws -> T) -> @Sendable (any SQLTransaction) throws -> T {
        guard let pass = IdempotencyPass.current else { return body }
        return { transaction in
            try IdempotencyStore.noteChange(by: pass, in: transaction)
            return try body(transaction)
        }
    }

    package func migrate(_ sets: [MigrationSet]) async throws { try await base.migrate(sets) }

    package func queryPlan(_ sql: String, _ arguments: [any SQLBindable]) async throws -> String {
        try await base.queryPlan(sql, arguments)
    }

    package var waiting: Int { base.waiting }

    package func scrub() async throws { try await base.scrub() }

    package func close() async { await base.close() }
}
