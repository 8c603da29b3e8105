package import CommonModels
package import Logging
import ServiceLifecycle

/// Does rounds of work: again at once while there is more, otherwise when it is signalled or when something falls due.
/// Nothing is asked of the database in between, except a look once a minute for what another replica left behind.
/// A graceful shutdown lets the round under way finish: a message that is leaving is also recorded as sent.
package struct WorkLoop: Service {
    private static let idleMax = Duration.seconds(60)
    private let name: String
    private let signal: WakeSignal
    private let clock: WallClock
    private let logger: Logger
    private let round: @Sendable () async throws -> WorkRound

    package init(
        name: String, signal: WakeSignal, clock: WallClock, logger: Logger, round: @escaping @Sendable () async throws -> WorkRound
    ) {
        self.name = name
        self.signal = signal
        self.clock = clock
        self.logger = logger
        self.round = round
    }

    package func run() async throws {
        await withGracefulShutdownHandler {
            var failures = 0
            while !Task.isCancelled && !signal.isClosed {
                do {
                    let done = try await round()
                    failures = 0
                    if !done.hasMore { await signal.wait(atMost: pause(until: done.nextDue)) }
                } catch {
                    failures += 1
                    logger.error(
                        "A round of work failed", metadata: ["loop": .string(name), "error": .string(String(reflecting: type(of: error)))])
                    await signal.wait(atMost: .milliseconds(200 * (1 << min(failures, 7))))
                }
            }
        } onGracefulShutdown: {
            signal.close()
        }
    }

    private func pause(until due: Instant?) -> Duration {
        guard let due else { return Self.idleMax }
        return max(.milliseconds(1), min(Self.idleMax, due.duration(since: clock.now())))
    }
}
