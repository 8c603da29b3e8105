import CommonModels
import FeedKit
import ProfileDomain
import StorageKit

/// How statements of consent are told: as events of the log and of the feed.
enum ConsentEvents {
    /// Tells that a statement waits for its confirmation. On the feed it carries `confirm_url`, from which a journey makes
    /// the mail; the log keeps it without, so that nobody who may look at timelines can confirm for a customer.
    static let pendingName = "Consent Pending"

    /// What the log and the feed say of one fact.
    struct Telling {
        let entry: EventLog.Entry
        let feedEvent: FeedEvent
    }

    static func updated(_ entry: ConsentStore.Entry, event: EventID) -> Telling {
        telling(Self.event(ConsentRecord.eventName, entry, event, properties(entry.record)))
    }

    static func pending(_ confirmation: ConsentConfirmation, _ entry: ConsentStore.Entry, links: ConsentLinks) -> Telling {
        var properties = properties(entry.record)
        properties["expires_at"] = .string(confirmation.expiresAt.rfc3339)
        return telling(
            event(pendingName, entry, confirmation.eventId, properties),
            secret: ["confirm_url": .string(links.confirmURL(confirmation.eventId))])
    }

    /// Tells that the person said how they like to be reached.
    static func preferences(_ name: String, _ properties: JSONObject, of profile: ProfileID, event id: EventID, at now: Instant) -> Telling
    {
        let event = CustomerEvent(
            id: id, messageId: id.rawValue, profileId: profile, type: .track, name: name, userId: nil, anonymousId: nil, time: now,
            receivedAt: now, source: PreferenceCentre.source, properties: properties, context: [:])
        return telling(event)
    }

    private static func event(_ name: String, _ entry: ConsentStore.Entry, _ id: EventID, _ properties: JSONObject) -> CustomerEvent {
        CustomerEvent(
            id: id, messageId: id.rawValue, profileId: entry.profileId, type: .track, name: name, userId: nil, anonymousId: nil,
            time: entry.record.at, receivedAt: entry.recordedAt, source: entry.record.source, properties: properties, context: [:])
    }

    /// - Parameter secret: properties that only the feed carries.
    private static func telling(_ event: CustomerEvent, secret: JSONObject = [:]) -> Telling {
        let published = CustomerEvent(
            id: event.id, messageId: event.messageId, profileId: event.profileId, type: event.type, name: event.name, userId: nil,
            anonymousId: nil, time: event.time, receivedAt: event.receivedAt, source: event.source,
            properties: event.properties.merging(secret) { $1 }, context: [:])
        return Telling(
            entry: EventLog.Entry(event),
            feedEvent: FeedEvent(type: FeedEventType.customerEvent, profile: event.profileId, time: event.time, data: published.json))
    }

    private static func properties(_ record: ConsentRecord) -> JSONObject {
        var properties: JSONObject = [
            "purpose": .string(record.purpose.rawValue), "channel": .string(record.channel.rawValue),
            "status": .string(record.status.rawValue), "legal_basis": .string(record.legalBasis.rawValue),
        ]
        if let textVersion = record.textVersion { properties["text_version"] = .string(textVersion) }
        if let language = record.evidence.language { properties["language"] = .string(language) }
        if let expiresAt = record.expiresAt { properties["expires_at"] = .string(expiresAt.rfc3339) }
        return properties
    }
}
