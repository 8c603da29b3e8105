package import Logging
import ServiceLifecycle

/// Merges ``SortedRuns`` while there are enough of them, beside the service's own writing.
package struct RunMerger: Service {
    private static let pause = Duration.milliseconds(250)
    /// Times a step's own time that others have the disk to themselves after it, unless merging falls behind.
    private static let rest = 2
    /// Steps of one transaction when it does fall behind.
    private static let stepsWhenBehind = 8
    private static let pauseAfterFailure = Duration.seconds(5)

    private let table: SortedRuns
    private let database: any Database
    private let logger: Logger

    package init(_ table: SortedRuns, database: any Database, logger: Logger) {
        self.table = table
        self.database = database
        self.logger = logger
    }

    package func run() async throws {
        // On PostgreSQL the open run never fills up.
        guard database.engine == .sqlite else { return try await gracefulShutdown() }
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    while try await step() {}
                    try await Task.sleep(for: Self.pause)
                } catch is CancellationError {
                    return
                } catch {
                    logger.warning(
                        "Runs could not be merged",
                        metadata: ["table": .string(table.entries), "error": .string(String(describing: error))])
                    try? await Task.sleep(for: Self.pauseAfterFailure)
                }
            }
        }
    }

    /// - Returns: whether there was anything to do.
    private func step() async throws -> Bool {
        let table = table
        guard try await database.read({ try table.isDue(in: $0) }) else { return false }
        let start = ContinuousClock.now
        let isBehind = try await database.write { tx in
            _ = try table.step(in: tx)
            guard try table.isBehind(in: tx) else { return false }
            for _ in 1..<Self.stepsWhenBehind { if try !table.step(in: tx) { break } }
            return true
        }
        if !isBehind { try await Task.sleep(for: (ContinuousClock.now - start) * Self.rest) }
        return true
    }
}
