package import Logging
import ServiceLifecycle
package import StorageKit

/// Removes what has been kept long enough, once an hour, on one replica at a time.
package struct Retention: Service {
    /// Removes the next few of what is too old.
    /// - Returns: how many; 0 when nothing is left.
    package typealias Sweep = @Sendable () async throws -> Int

    private static let every = Duration.seconds(3_600)
    /// Longer than a step ever takes; renewed after each.
    private static let lease = Duration.seconds(600)

    private let name: String
    private let leases: LeaseStore
    private let holder: String
    private let logger: Logger
    private let sweep: Sweep

    /// - Parameter name: names the lease, e.g. `decision-log`.
    package init(_ name: String, leases: LeaseStore, holder: String, logger: Logger, sweep: @escaping Sweep) {
        self.name = name
        self.leases = leases
        self.holder = holder
        self.logger = logger
        self.sweep = sweep
    }

    /// - Parameter frame: the service whose records they are.
    package init(_ name: String, of frame: ServiceFrame, sweep: @escaping Sweep) {
        self.init(
            name, leases: LeaseStore(database: frame.database, clock: frame.clock), holder: frame.instance, logger: frame.logger,
            sweep: sweep)
    }

    package func run() async throws {
        while !Task.isShuttingDownGracefully {
            do {
                if let removed = try await round(), removed > 0 {
                    logger.info("Old records were removed", metadata: ["retention": .string(name), "count": .stringConvertible(removed)])
                }
            } catch is CancellationError {
                return
            } catch {
                let kind = String(reflecting: type(of: error))
                logger.warning("Old records could not be removed", metadata: ["retention": .string(name), "error": .string(kind)])
            }
            do { try await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.every) } } catch { return }
        }
    }

    /// Sweeps until nothing is left, as long as the lease is kept.
    /// - Returns: how many records went; nil when another replica does it.
    @discardableResult
    package func round() async throws -> Int? {
        guard var lease = try await leases.acquire("retention \(name)", holder: holder, for: Self.lease) else { return nil }
        var removed = 0
        while !Task.isShuttingDownGracefully {
            let count = try await sweep()
            removed += count
            guard count > 0, let renewed = try await leases.renew(lease, for: Self.lease) else { break }
            lease = renewed
        }
        try await leases.release(lease)
        return removed
    }
}
