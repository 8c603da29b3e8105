import CommonModels
import FeedKit
import ProfileDomain
import ServiceKit
import StorageKit

/// Changes what is known of a person by hand or by a server: an event of the log like any other, the change, the feed and
/// the audit entry in one transaction.
struct TraitEditor: Sendable {
    private let database: any Database
    private let feed: Feed
    private let plans: TraitPlanCache
    private let tracking: TrackingPlanCache
    private let ids: IDGenerator
    private let audit: AuditLog

    init(
        database: any Database, feed: Feed, plans: TraitPlanCache, tracking: TrackingPlanCache, ids: IDGenerator, audit: AuditLog
    ) {
        self.database = database
        self.feed = feed
        self.plans = plans
        self.tracking = tracking
        self.ids = ids
        self.audit = audit
    }

    /// States traits of a person; null takes one back. A sheet that could not keep one keeps none.
    /// - Returns: everything stated about the person then; nil when there is no such profile.
    /// - Throws: ``Problem/validation(_:)``.
    func state(_ traits: JSONObject, _ word: TraitWord, of id: ProfileID, by context: ServiceContext) async throws -> TraitSheet? {
        let eventId: EventID = ids.next()
        return try await database.write { tx in
            try tx.serialize(on: "profile-identity")
            guard let survivor = try IdentityStore.survivor(of: id, in: tx) else { return nil }
            let refusals = try tracking.plan(in: tx).refusals(ofTraits: traits)
            guard refusals.isEmpty else {
                throw Problem.validation(refusals.map { Problem.Fault($0.fault.detail, pointer: $0.fault.pointer) })
            }
            var sheet = try TraitStore.profiles.sheets(of: [survivor], in: tx)[survivor] ?? TraitSheet()
            let outcome = sheet.state(traits, word, under: try plans.plan(in: tx).priorities)
            guard outcome.faults.isEmpty else {
                throw Problem.validation(outcome.faults.map { Problem.Fault($0.reason.detail, pointer: "/traits" + $0.pointer) })
            }
            try TraitStore.profiles.save([survivor.rawValue: outcome.written], in: tx)
            let event = Self.event(traits, word, of: survivor, id: eventId)
            try EventLog.append([EventLog.Entry(event)], in: tx)
            try tx.execute("UPDATE profile SET event_count = event_count + 1 WHERE profile_id = $1", [survivor])
            var change = ProfileChange(profileId: survivor)
            change.add(outcome)
            try feed.publish([change.feedEvent(at: word.at), Self.feedEvent(event)].compactMap(\.self), in: tx)
            try audit.record(
                context, action: "trait.edit", object: survivor.rawValue,
                detail: ["traits": .array(traits.keys.map { .string($0) }), "reason": .string(word.reason ?? "")], in: tx)
            return sheet
        }
    }

    private static func event(_ traits: JSONObject, _ word: TraitWord, of id: ProfileID, id eventId: EventID) -> CustomerEvent {
        var context: JSONObject = [:]
        if word.kind == .zeroParty { context["zeroParty"] = true }
        if let reason = word.reason { context["reason"] = .string(reason) }
        return CustomerEvent(
            id: eventId, messageId: eventId.rawValue, profileId: id, type: .identify, name: nil, userId: nil, anonymousId: nil,
            time: word.at, receivedAt: word.at, source: word.source, properties: traits, context: context)
    }

    private static func feedEvent(_ event: CustomerEvent) -> FeedEvent {
        FeedEvent(
            type: FeedEventType.customerEvent, subject: event.profileId.rawValue, partitionKey: event.profileId.rawValue, time: event.time,
            data: event.json.serialized)
    }
}
