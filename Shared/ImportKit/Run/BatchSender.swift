/// Delivers a batch: waits and repeats when the server is busy, narrows a refusal down to the event that caused it.
struct BatchSender: Sendable {
    /// Attempts before the import stops; with the longest wait of 10 s this is more than five minutes.
    static let attemptsMax = 40

    let delivery: any BatchDelivery
    let pause: @Sendable (Duration) async throws -> Void

    /// - Returns: the events the server refused, with its reason.
    /// - Throws: ``ImportError/undelivered(_:)`` or ``ImportError/notAllowed(_:)``
    func send(_ events: ArraySlice<ImportedEvent>) async throws -> [RowReject] {
        guard let first = events.first else { return [] }
        var lastReason = ""
        for attempt in 0..<BatchSender.attemptsMax {
            switch await delivery.send(EventBatch.body(events)) {
            case .accepted(let refused):
                return refused.sorted { $0.key < $1.key }.compactMap { index, reason in
                    guard index >= 0, index < events.count else { return nil }
                    let event = events[events.startIndex + index]
                    return RowReject(rows: event.firstRow...event.lastRow, reason: reason, text: "")
                }
            case .notAllowed(let reason): throw ImportError.notAllowed(reason)
            case .retry(let after, let reason):
                lastReason = reason
                try await pause(after ?? .milliseconds(min(10_000, 250 << min(attempt, 6))))
            case .refused(let reason):
                if events.count == 1 { return [RowReject(rows: first.firstRow...first.lastRow, reason: reason, text: "")] }
                let middle = events.startIndex + events.count / 2
                return try await send(events[..<middle]) + send(events[middle...])
            }
        }
        throw ImportError.undelivered(lastReason)
    }
}
