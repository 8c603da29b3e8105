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
    /// The record for exactly this channel, if there is one. The one for `all` is asked for separately.
    func consent(_ purpose: Purpose, on channel: Channel) -> ConsentView?
}

/// One event as rules see it.
package struct EventFact: Hashable, Sendable {
    /// When it happened.
    package let time: Instant
    package let properties: JSONObject

    package init(time: Instant, properties: JSONObject = [:]) {
        self.time = time
        self.properties = properties
    }
}

/// Facts held in memory.
package struct FactSheet: RuleFacts, Hashable, Sendable {
    package var profileID: ProfileID
    package var traits: [String: JSONValue]
    /// By event name, each oldest first: see ``record(_:named:)``.
    package private(set) var events: [String: [EventFact]]
    package var segments: Set<SegmentID>
    package var consents: [ConsentView]

    package init(
        profileID: ProfileID, traits: [String: JSONValue] = [:], segments: Set<SegmentID> = [], consents: [ConsentView] = []
    ) {
        self.profileID = profileID
        self.traits = traits
        self.segments = segments
        self.consents = consents
        events = [:]
    }

    /// Puts an event where its time belongs, however late it arrives.
    package mutating func record(_ event: EventFact, named name: String) {
        var known = events.removeValue(forKey: name) ?? []
        known.insert(event, at: known.firstIndex(after: event.time))
        events[name] = known
    }

    package func trait(_ name: String) -> JSONValue? { traits[name] }
    package func events(named name: String) -> [EventFact] { events[name] ?? [] }
    package func isMember(of segment: SegmentID) -> Bool { segments.contains(segment) }
    package func consent(_ purpose: Purpose, on channel: Channel) -> ConsentView? {
        consents.first { $0.purpose == purpose && $0.channel == channel }
    }
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
