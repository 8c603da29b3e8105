import Synchronization

/// Names of candidate lists this process has seen in the database, where they stay: most decisions are about one of a few.
final class StoredLists: Sendable {
    private static let namesMax = 1_000

    private let names = Mutex<Set<String>>([])

    func contains(_ name: String) -> Bool { names.withLock { $0.contains(name) } }

    func insert(_ name: String) {
        names.withLock { names in
            if names.count >= Self.namesMax { names.removeAll() }
            names.insert(name)
        }
    }
}
