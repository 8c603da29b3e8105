import Synchronization

/// The calls that wait for a connection: counted, so that they cannot pile up without limit.
final class SQLiteLine: Sendable {
    private let waiting = Mutex(0)
    private let max: Int

    init(max: Int) { self.max = max }

    var count: Int { waiting.withLock { $0 } }

    /// - Throws: ``StorageError/unavailable(_:)`` past the limit.
    func join(waitingUpTo limit: Duration) throws(StorageError) -> Place {
        let isFull = waiting.withLock { waiting in
            if waiting >= max { return true }
            waiting += 1
            return false
        }
        if isFull { throw .unavailable("too many calls wait for SQLite") }
        return Place(self, until: Deadline(after: limit))
    }

    private func left() { waiting.withLock { $0 -= 1 } }

    /// One call's place, until its turn comes or it gives up.
    final class Place: Sendable {
        private let line: SQLiteLine
        private let end: Deadline
        private let isWaiting = Mutex(true)

        fileprivate init(_ line: SQLiteLine, until end: Deadline) {
            self.line = line
            self.end = end
        }

        /// The call's turn has come.
        /// - Throws: ``StorageError/unavailable(_:)`` if it came too late.
        func begin() throws(StorageError) {
            leave()
            if end.hasPassed { throw .unavailable("waited too long for SQLite") }
        }

        /// Leaves the line; a second time does nothing.
        func leave() {
            let wasWaiting = isWaiting.withLock { isWaiting in
                defer { isWaiting = false }
                return isWaiting
            }
            if wasWaiting { line.left() }
        }
    }
}
