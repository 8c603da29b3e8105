/// When to try again.
package struct SendRetries: Hashable, Sendable {
    /// Waits before attempt 2, 3, …; after the last one the message has failed.
    package let delays: [Duration]

    /// For mail servers and for neighbours of Maru.
    package static let mail = SendRetries(delays: [
        .seconds(30), .seconds(120), .seconds(600), .seconds(1_800), .seconds(7_200), .seconds(21_600),
    ])
    /// The table of Standard Webhooks 1.0.0.
    package static let webhook = SendRetries(delays: [
        .seconds(5), .seconds(300), .seconds(1_800), .seconds(7_200), .seconds(18_000), .seconds(36_000), .seconds(50_400),
        .seconds(72_000), .seconds(86_400),
    ])

    package init(delays: [Duration]) { self.delays = delays }

    package static func policy(for channel: MessageChannel) -> SendRetries {
        switch channel {
        case .email, .inApp: mail
        case .webhook: webhook
        }
    }

    /// The wait after `failures` failed attempts, lengthened by up to a fifth; nil when that was the last.
    /// - Parameter jitter: 0…1.
    package func delay(afterFailures failures: Int, jitter: Double) -> Duration? {
        guard failures >= 1, failures <= delays.count else { return nil }
        return delays[failures - 1] * (1 + 0.2 * max(0, min(1, jitter)))
    }
}
