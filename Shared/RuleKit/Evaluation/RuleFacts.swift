package import CommonModels

/// What is known of one person when a rule is evaluated.
///
/// Members may be called many times in one evaluation: answer from memory.
package protocol RuleFacts {
    var profileID: ProfileID { get }
    func trait(_ name: String) -> JSONValue?
    /// Events of that name from the oldest to the newest by their own time. It may hold more than the rule's window
    /// and events later than the instant of evaluation, which count when their time comes.
    func events(named name: String) -> [EventFact]
    func isMember(of segment: SegmentID) -> Bool
    /// What counts for the purpose on this channel, a record for `all` among it; nil when the person must be asked first.
    func consent(_ purpose: Purpose, on channel: Channel) -> ConsentView?
}

extension [EventFact] {
    /// Of events sorted by time: the index of the first one later than `instant`.
    package func firstIndex(after instant: Instant) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].time > instant { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
