package import CommonModels
package import ReportingDomain

/// Turns feed events of every service into facts.
package enum FactReader {
    /// What a feed event means for reporting.
    package enum Meaning: Sendable {
        case facts([FactEvent])
        case merged(survivor: ProfileID, absorbed: ProfileID)
        case unmerged(restored: ProfileID, survivor: ProfileID, eventIDs: [String])
        case erased(ProfileID)
        case nothing
    }

    package static func meaning(of event: CloudEvent) -> Meaning {
        switch event.type {
        case FeedEventType.customerEvent: customerEvent(event)
        case FeedEventType.profileChanged: consentChanges(event)
        case FeedEventType.profileMerged:
            if let survivor = profile(event.data["profileId"]), let absorbed = profile(event.data["mergedProfileId"]) {
                .merged(survivor: survivor, absorbed: absorbed)
            } else {
                .nothing
            }
        case FeedEventType.profileUnmerged:
            if let survivor = profile(event.data["profileId"]), let restored = profile(event.data["restoredProfileId"]) {
                .unmerged(
                    restored: restored, survivor: survivor,
                    eventIDs: event.data["eventIds"]?.arrayValue?.compactMap(\.stringValue) ?? [])
            } else {
                .nothing
            }
        case FeedEventType.profileErased: profile(event.data["profileId"]).map { .erased($0) } ?? .nothing
        case FeedEventType.segmentEntered: named("Segment Entered", event)
        case FeedEventType.segmentLeft: named("Segment Left", event)
        case FeedEventType.contentPublished: named("Content Published", event)
        case FeedEventType.decided: named("Decision Made", event)
        case FeedEventType.decisionFeedback: named("Decision Feedback", event)
        case FeedEventType.journeyStep: named("Journey Step", event)
        default: .nothing
        }
    }

    /// `track` by its own name; pages and screens as `Page Viewed` and `Screen Viewed` with their `name`.
    private static func customerEvent(_ event: CloudEvent) -> Meaning {
        let data = event.data
        guard let id = data["id"]?.stringValue, let type = data["type"]?.stringValue.flatMap(CustomerEventType.init(rawValue:)),
            let time = data["time"]?.stringValue.flatMap({ Instant(rfc3339: $0) })
        else { return .nothing }
        var properties = data["properties"]?.objectValue ?? [:]
        let name: String
        switch type {
        case .track: name = data["name"]?.stringValue ?? "Unnamed"
        case .page, .screen:
            name = type == .page ? "Page Viewed" : "Screen Viewed"
            if properties["name"] == nil, let shown = data["name"] { properties["name"] = shown }
        case .identify, .group, .alias: return .nothing
        }
        return .facts([
            FactEvent(
                id: id, profileID: profile(data["profileId"]), name: name, time: time,
                isKnownCustomer: data["userId"]?.stringValue?.isEmpty == false, properties: properties)
        ])
    }

    /// One `Consent Changed` for every purpose and channel.
    private static func consentChanges(_ event: CloudEvent) -> Meaning {
        guard let consents = event.data["consents"]?.arrayValue, !consents.isEmpty else { return .nothing }
        return .facts(
            consents.enumerated().compactMap { index, consent in
                guard let properties = consent.objectValue else { return nil }
                return FactEvent(
                    id: "\(event.source)/\(event.id)/\(index)", profileID: profile(event.data["profileId"]), name: "Consent Changed",
                    time: properties["at"]?.stringValue.flatMap { Instant(rfc3339: $0) } ?? event.time, isKnownCustomer: true,
                    properties: properties)
            })
    }

    private static func named(_ name: String, _ event: CloudEvent) -> Meaning {
        .facts([
            FactEvent(
                id: "\(event.source)/\(event.id)", profileID: profile(event.data["profileId"]), name: name,
                time: event.data["at"]?.stringValue.flatMap { Instant(rfc3339: $0) } ?? event.time, isKnownCustomer: false,
                properties: event.data.objectValue ?? [:])
        ])
    }

    private static func profile(_ value: JSONValue?) -> ProfileID? { value?.stringValue.flatMap { ProfileID($0) } }
}
