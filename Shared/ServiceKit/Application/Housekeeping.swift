import Logging
import ServiceLifecycle

/// Removes what has outlived its use, now and then.
struct Housekeeping: Service {
    private static let every = Duration.seconds(600)

    let idempotency: IdempotencyStore
    let jobs: JobStore
    let logger: Logger

    func run() async throws {
        while !Task.isShuttingDownGracefully {
            do { try await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.every) } } catch { return }
            do {
                try await idempotency.removeExpired()
                while try await jobs.removeOld() > 0 {}
            } catch {
                logger.warning("Old answers and jobs cannot be removed", metadata: ["error": .string(String(reflecting: error))])
            }
        }
    }
}
