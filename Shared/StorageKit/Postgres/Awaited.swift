import Dispatch
import Synchronization

/// A result that a thread waits for.
enum Awaited<T: Sendable> {
    /// - Parameter begin: starts the work, whose end calls what it is given, once.
    static func result(_ begin: (@escaping @Sendable (Result<T, any Error>) -> Void) throws -> Void) rethrows -> Result<T, any Error> {
        let end = End()
        try begin { result in
            end.result.withLock { $0 = result }
            end.reached.signal()
        }
        end.reached.wait()
        return end.result.withLock { $0 } ?? .failure(StorageError.closed)
    }

    private final class End: Sendable {
        let result = Mutex<Result<T, any Error>?>(nil)
        let reached = DispatchSemaphore(value: 0)
    }
}
