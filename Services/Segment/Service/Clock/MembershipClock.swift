package import CommonModels
package import Logging
import ServiceLifecycle
package import StorageKit

/// Ends and begins memberships when only time has passed.
///
/// Sleeps until the next timer is due, or until one is set that is due earlier. Timers are rows: they survive a crash,
/// and on PostgreSQL any replica serves them, one at a time; each looks anew once a minute in case the one that set a
/// timer has died.
package struct MembershipClock: Service {
    /// Timers served in one transaction.
    private static let batchMax = 1_000
    /// The longest sleep where other processes may set timers.
    private static let lookEvery = Duration.seconds(60)

    private let database: any Database
    private let maintainer: SegmentMaintainer
    private let alarm: MembershipAlarm
    private let clock: WallClock
    private let logger: Logger

    package init(
        database: any Database, maintainer: SegmentMaintainer, alarm: MembershipAlarm, clock: WallClock, logger: Logger
    ) {
        self.database = database
        self.maintainer = maintainer
        self.alarm = alarm
        self.clock = clock
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled { await alarm.wait(atMost: tick()) }
        }
    }

    /// Serves everything that is due. Tests call it after moving the clock.
    /// - Returns: how long to sleep; nil for until woken.
    @discardableResult
    package func tick() async -> Duration? {
        alarm.beginLooking()
        do {
            var served = Self.batchMax
            while served == Self.batchMax, !Task.isCancelled {
                served = try await database.write { tx in try maintainer.serveTimers(limit: Self.batchMax, in: tx) }
            }
            return try await pause()
        } catch {
            logger.warning("Timers cannot be served at the moment", metadata: ["error": .string(String(reflecting: error))])
            return .seconds(1)
        }
    }

    private func pause() async throws -> Duration? {
        let next = try await database.read { tx in try tx.row("SELECT MIN(due) AS due FROM segment_timer")?.instantOrNull("due") }
        alarm.sleeps(until: next ?? .distantFuture)
        let untilNext = next.map { max(.zero, $0 - clock.now()) }
        switch database.engine {
        // The clock may be set forward meanwhile.
        case .sqlite: return untilNext.map { min($0, Self.lookEvery) }
        case .postgres: return min(untilNext ?? Self.lookEvery, Self.lookEvery)
        }
    }
}
