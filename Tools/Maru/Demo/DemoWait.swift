/// Waits for something to become true, by asking.
enum DemoWait {
    struct TimedOut: Error, CustomStringConvertible {
        let what: String
        var description: String { "\(what) did not happen in time" }
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
