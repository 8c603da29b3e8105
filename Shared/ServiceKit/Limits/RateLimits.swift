/// How many requests a principal may send.
package struct RateLimits: Hashable, Sendable {
    /// Requests a second of one API key or service. `MARU_RATE_KEY`, 1 to 10,000,000, default 20,000.
    package var keyPerSecond: Double
    /// Requests a second of one person's session. `MARU_RATE_PERSON`, default 100.
    package var personPerSecond: Double
    /// Refused credentials a second of one address, after a first burst of 20, or two seconds' worth. `MARU_RATE_REFUSED`, default 1.
    package var refusedPerSecond: Double

    package init(keyPerSecond: Double = 20_000, personPerSecond: Double = 100, refusedPerSecond: Double = 1) {
        self.keyPerSecond = keyPerSecond
        self.personPerSecond = personPerSecond
        self.refusedPerSecond = refusedPerSecond
    }
}
