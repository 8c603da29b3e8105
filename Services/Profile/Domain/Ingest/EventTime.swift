package import CommonModels

/// When an event happened by our clock.
package enum EventTime {
    /// Clock-skew correction of the Segment API: `receivedAt − (sentAt − originalTimestamp)`; the sender's time where
    /// it did not say when it sent, the time of receipt where it gave none.
    /// - Throws: ``IngestRejection/inTheFuture`` or ``IngestRejection/tooAncient``.
    package static func corrected(
        original: Instant?, sentAt: Instant?, receivedAt: Instant, limits: IngestLimits
    ) throws(IngestRejection) -> Instant {
        guard let original else { return receivedAt }
        let time = sentAt.map { receivedAt - $0.duration(since: original) } ?? original
        if time > receivedAt + limits.futureMax { throw .inTheFuture }
        if time < limits.earliest { throw .tooAncient }
        return time
    }
}
