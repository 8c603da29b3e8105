package import CommonModels

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
        consents.record(for: purpose, on: channel)
    }
}
