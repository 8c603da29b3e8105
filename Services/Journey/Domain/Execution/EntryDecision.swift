package import CommonModels

/// May this trigger start a run? A no says why.
package enum EntryDecision: Hashable, Sendable {
    case enter
    /// Received or happened before the version went live.
    case beforePublish
    /// Happened longer before it was received than the entry accepts.
    case tooLate
    case inside
    case onceOnly
    /// What the journey is for has happened since.
    case goalReached
    case tooSoon(until: Instant)

    /// - Parameters:
    ///   - happened: the time of the event or of the segment entry.
    ///   - received: when Maru accepted it.
    ///   - published: when the live version went live.
    ///   - earlier: the person's latest run in this journey.
    package static func judge(
        _ entry: EntryStep, happened: Instant, received: Instant, published: Instant, earlier: EarlierRun?
    ) -> EntryDecision {
        if received < published { return .beforePublish }
        if let lateBy = entry.lateBy, received.duration(since: happened) > lateBy.duration { return .tooLate }
        return again(entry.reentry, earlier: earlier, now: received)
    }

    /// The re-entry rule alone.
    package static func again(_ rule: ReentryRule, earlier: EarlierRun?, now: Instant) -> EntryDecision {
        guard let earlier else { return .enter }
        if earlier.isInside { return .inside }
        switch rule {
        case .once:
            return .onceOnly
        case .afterExit:
            return .enter
        case .every(let span):
            let again = earlier.enteredAt.advanced(by: span.duration)
            return again <= now ? .enter : .tooSoon(until: again)
        }
    }
}
