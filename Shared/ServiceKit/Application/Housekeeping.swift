import Logging
import ServiceLifecycle

/// Removes what has outlived its use, now and then.
struct Housekeeping: Service {
    private static let every = Duration.seconds(600)

    let idempotency: IdempotencyStore
    let logger: Logger

    func run() async throws {
        while !Task.isShuttingDownGracefully {
            do { try await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.every) } } catch { return }
            do {
                try await idempotency.removeExpired()
            } catch {
                logger.warning("Old answers cannot be removed", metadata: ["error": .string(String(reflecting: error))])
            }
        }
    }
}
