import Logging
import ServiceLifecycle
import StorageKit

/// Merges runs of places while there are enough of them. Any replica may do a step; each is one transaction.
struct PlaceMerger: Service {
    private static let pause = Duration.milliseconds(250)
    /// Times a step's own time that ingest has the disk to itself after it, unless merging falls behind.
    private static let rest = 2
    /// Steps of one transaction when it does fall behind.
    private static let stepsWhenBehind = 8
    private static let pauseAfterFailure = Duration.seconds(5)

    let database: any Database
    let logger: Logger

    func run() async throws {
        // PostgreSQL has one run, see ``EventPlaces``.
        guard database.engine == .sqlite else { return try await gracefulShutdown() }
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    while try await step() {}
                    try await Task.sleep(for: Self.pause)
                } catch is CancellationError {
                    return
                } catch {
                    logger.warning("Runs of the timeline could not be merged", metadata: ["error": .string(String(describing: error))])
                    try? await Task.sleep(for: Self.pauseAfterFailure)
                }
            }
        }
    }

    /// - Returns: whether there was anything to do.
    func step() async throws -> Bool {
        guard try await database.read({ try PlaceMerge.isDue(in: $0) }) else { return false }
        let start = ContinuousClock.now
        let isBehind = try await database.write { tx in
            try tx.serialize(on: "profile-identity")
            _ = try PlaceMerge.step(in: tx)
            guard try PlaceMerge.isBehind(in: tx) else { return false }
            for _ in 1..<Self.stepsWhenBehind { if try !PlaceMerge.step(in: tx) { break } }
            return true
        }
        if !isBehind { try await Task.sleep(for: (ContinuousClock.now - start) * Self.rest) }
        return true
    }
}
