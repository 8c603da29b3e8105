/// Waits for something to become true, by asking.
enum DemoWait {
    struct TimedOut: Error, CustomStringConvertible {
        let what: String
        var description: String { "\(what) did not happen in time" }
    }

    /// Asks until the answer `holds`, or until time is up.
    /// - Returns: the last answer, whatever it was: what a check shows as got.
    static func settled<Value: Sendable>(
        within limit: Duration = .seconds(120), ask: () async throws -> Value, holds: (Value) -> Bool
    ) async throws -> Value {
        let end = ContinuousClock.now + limit
        while true {
            let value = try await ask()
            if holds(value) || ContinuousClock.now >= end { return value }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// - Returns: the first value that is not nil.
    static func until<Value: Sendable>(
        _ what: String, within limit: Duration = .seconds(120), _ ask: () async throws -> Value?
    ) async throws -> Value {
        let end = ContinuousClock.now + limit
        while true {
            if let value = try await ask() { return value }
            guard ContinuousClock.now < end else { throw TimedOut(what: what) }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
