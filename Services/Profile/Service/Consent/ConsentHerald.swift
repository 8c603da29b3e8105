import CommonModels
import Logging
import ServiceLifecycle
import StorageKit

/// Sees to it that the feed always holds the policy of consent, so that a service that begins to read it learns it.
struct ConsentHerald: Service {
    /// Much less than the feed is kept.
    static let interval = Duration.days(7)
    private static let look = Duration.hours(1)

    let desk: ConsentCatalogueDesk
    let clock: WallClock
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                do {
                    try await desk.announceIfNeeded(at: clock.now(), every: Self.interval)
                } catch is StorageError {
                    logger.warning("The policy of consent could not be published")
                }
                try await Task.sleep(for: Self.look)
            }
        }
    }
}
