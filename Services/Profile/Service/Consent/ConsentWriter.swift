package import CommonModels
package import FeedKit
import ProfileDomain
package import ServiceKit
package import StorageKit

/// Records a statement of consent about a known profile: proof, present state, timeline and feed in one transaction.
package struct ConsentWriter: Sendable {
    private let database: any Database
    private let feed: Feed
    private let ids: IDGenerator
    private let audit: AuditLog

    package init(database: any Database, feed: Feed, ids: IDGenerator, audit: AuditLog) {
        self.database = database
        self.feed = feed
        self.ids = ids
        self.audit = audit
    }

    /// - Returns: the consents that now count; nil when there is no such profile.
    func record(_ record: ConsentRecord, for id: ProfileID, by context: ServiceContext, at now: Instant) async throws -> [ConsentView]? {
        let eventId: EventID = ids.next()
        return try await database.write { transaction in
            try transaction.serialize(on: "profile-identity")
            guard let survivor = try IdentityStore.survivor(of: id, in: transaction) else { return nil }
            let entry = ConsentStore.Entry(profileId: survivor, record: record, recordedAt: now, eventId: eventId)
            try ConsentStore.save([entry], in: transaction)
            try transaction.insert(
                into: "event", columns: IngestStore.eventColumns, rows: [Self.eventRow(entry, eventId)], onConflict: .fail)
            var change = ProfileChange(profileId: survivor)
            change.consents = [record.view]
            try feed.publish(
                [change.feedEvent(at: record.at), Self.feedEvent(entry, eventId)].compactMap(\.self), in: transaction)
            try audit.record(
                context, action: "consent.record", object: survivor.rawValue, detail: .object(Self.properties(record)), in: transaction)
            return try ConsentStore.load(survivor, in: transaction)
        }
    }

    private static func properties(_ record: ConsentRecord) -> JSONObject {
        var properties: JSONObject = [
            "purpose": .string(record.purpose.rawValue), "channel": .string(record.channel.rawValue),
            "status": .string(record.status.rawValue), "legal_basis": .string(record.legalBasis.rawValue),
        ]
        if let textVersion = record.textVersion { properties["text_version"] = .string(textVersion) }
        if let expiresAt = record.expiresAt { properties["expires_at"] = .string(expiresAt.rfc3339) }
        return properties
    }

    private static func eventRow(_ entry: ConsentStore.Entry, _ eventId: EventID) -> [SQLValue] {
        let record = entry.record
        return [
            eventId.sqlValue, entry.profileId.sqlValue, record.at.sqlValue, entry.recordedAt.sqlValue, eventId.sqlValue,
            .text(CustomerEventType.track.rawValue), .text(ConsentRecord.eventName), .text(record.source), .null, .null,
            .text(JSONValue.object(properties(record)).serialized), .text("{}"),
        ]
    }

    private static func feedEvent(_ entry: ConsentStore.Entry, _ eventId: EventID) -> FeedEvent {
        let record = entry.record
        let event = CustomerEvent(
            id: eventId, messageId: eventId.rawValue, profileId: entry.profileId, type: .track, name: ConsentRecord.eventName,
            userId: nil, anonymousId: nil, time: record.at, receivedAt: entry.recordedAt, source: record.source,
            properties: properties(record), context: [:])
        return FeedEvent(
            type: FeedEventType.customerEvent, subject: entry.profileId.rawValue, partitionKey: entry.profileId.rawValue,
            time: record.at, data: event.json.serialized)
    }
}
