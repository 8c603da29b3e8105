import CommonModels

/// What a feed event says of a merge that was undone; one of several when there are many events.
struct ProjectionRestoration {
    let restored: ProfileID
    /// The restored id and those that had ended in it.
    let family: [ProfileID]
    let eventIDs: [String]
    let seen: (first: Instant, last: Instant)?
    let survivorSeen: (first: Instant, last: Instant)?
    /// What each one's data may not be used for; nil where the event does not say.
    let restriction: UseRestriction?
    let survivorRestriction: UseRestriction?
    /// All that the survivor itself has said; nil where the event does not say.
    let survivorConsents: [ConsentView]?

    init?(_ data: JSONValue) {
        guard let restored = data["restoredProfileId"]?.stringValue.flatMap({ ProfileID($0) }) else { return nil }
        let ids = data["restoredIds"]?.arrayValue?.compactMap { $0.stringValue.flatMap { ProfileID($0) } } ?? []
        self.restored = restored
        family = [restored] + ids.filter { $0 != restored }
        eventIDs = data["eventIds"]?.arrayValue?.compactMap(\.stringValue) ?? []
        seen = Self.seen(data["seen"])
        survivorSeen = Self.seen(data["survivorSeen"])
        restriction = data["restriction"].flatMap { UseRestriction(json: $0) }
        survivorRestriction = data["survivorRestriction"].flatMap { UseRestriction(json: $0) }
        survivorConsents = data["survivorConsents"]?.arrayValue?.compactMap { ConsentView(json: $0) }
    }

    private static func seen(_ json: JSONValue?) -> (first: Instant, last: Instant)? {
        guard let first = json?["first"]?.stringValue.flatMap({ Instant(rfc3339: $0) }),
            let last = json?["last"]?.stringValue.flatMap({ Instant(rfc3339: $0) })
        else { return nil }
        return (first, last)
    }
}
