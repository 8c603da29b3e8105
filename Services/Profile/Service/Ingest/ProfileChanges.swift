import CommonModels
import FeedKit
import ProfileDomain
import StorageKit

/// The rows a batch will write, gathered while its events are applied.
struct ProfileChanges {
    struct Seen {
        var first: Instant
        var last: Instant
        var events: Int

        mutating func add(_ time: Instant) {
            first = min(first, time)
            last = max(last, time)
            events += 1
        }
    }

    /// Numbers of the log that events will have, as many as there may be.
    var sequences: ArraySlice<Int64> = []
    var traits: [String: [TraitKey: TraitStatement]] = [:]
    var consents: [ConsentStore.Entry] = []
    private var seen: [ProfileID: Seen] = [:]
    private var identities: [IdentityKey: (owner: ProfileID, first: Instant, last: Instant)] = [:]
    private var log = EventLog()
    /// Events that no sender sent.
    private var ownEvents: [EventLog.Entry] = []
    private var days: [IngestStore.DayKey: IngestStore.DayCount] = [:]
    private var refused: [RefusedEvent] = []

    /// Makes room for this many events.
    mutating func reserve(_ count: Int) {
        seen.reserveCapacity(count)
        log.reserve(count)
    }

    /// Notes that the event's profile was seen at its time, and its identities in that hour: most events then leave an
    /// identity's row as it is.
    mutating func touch(
        _ time: Instant, _ claims: IdentityClaims, _ resolution: IdentityResolution, in graph: IdentityGraph, over stored: StoredIdentities
    ) {
        seen[resolution.profileId, default: Seen(first: time, last: time, events: 0)].add(time)
        let hour = time.startOfHour
        for key in claims.keys {
            // The owner as of this event: a later merge must find in the tables what it moves.
            guard let owner = resolution.isSettled ? resolution.profileId : graph.owner(of: key) else { continue }
            note(key, of: owner, at: hour, over: stored)
        }
        for key in resolution.linked where claims.aliases.contains(key) {
            if let owner = graph.owner(of: key) { note(key, of: owner, at: hour, over: stored) }
        }
    }

    private mutating func note(_ key: IdentityKey, of owner: ProfileID, at hour: Instant, over stored: StoredIdentities) {
        if identities[key] == nil, stored.tells(key, of: owner, first: hour, last: hour) { return }
        let known = identities[key]
        identities[key] = (owner, min(known?.first ?? hour, hour), max(known?.last ?? hour, hour))
    }

    /// Adds the event's row; answers what the feed says of it.
    /// - Parameter hasDevice: false where the device is an erased person's, which is not stored again.
    mutating func add(
        _ event: PreparedEvent, profileId: ProfileID, _ submission: IngestSubmission, hasDevice: Bool = true
    ) throws -> FeedEvent {
        let call = event.call
        guard let sequence = sequences.popFirst() else { throw StorageError.malformed("more events than numbers for them") }
        log.add(
            EventLog.Entry(
                id: event.id, profile: profileId, time: event.time, receivedAt: submission.receivedAt, messageId: event.messageId,
                type: call.type, name: call.name, source: submission.source, userId: call.userId,
                anonymousId: hasDevice ? call.anonymousId : nil,
                properties: call.properties, context: call.context), as: sequence)
        return FeedEvent(
            type: FeedEventType.customerEvent, subject: profileId.rawValue, time: event.time, reference: sequence)
    }

    /// Adds events that no sender sent.
    mutating func add(own entries: [EventLog.Entry]) { ownEvents += entries }

    mutating func count(_ submission: IngestSubmission, _ outcome: IngestOutcome) {
        let day = submission.receivedAt.utcDay
        days[IngestStore.DayKey(source: submission.source, day: day), default: IngestStore.DayCount()].add(submission, outcome)
        refused += submission.rejected.map { RefusedEvent($0.reason, of: submission, payload: $0.payload) }
        // Says that events named somebody erased, and nothing of whom.
        if outcome.erased > 0 { refused.append(RefusedEvent(.erasedIdentity(events: outcome.erased), of: submission)) }
    }

    /// Notes a trait that was not kept, beside the events that were not.
    mutating func refuse(_ fault: TraitFault, of event: PreparedEvent, _ submission: IngestSubmission) {
        refused.append(RefusedEvent(fault, at: submission.receivedAt, source: submission.source, payload: event.call.properties))
    }

    mutating func save(graph: IdentityGraph, over stored: inout StoredIdentities, in transaction: any SQLTransaction) throws {
        try flushRows(graph: graph, over: &stored, in: transaction)
        try log.save(in: transaction)
        try EventLog.append(ownEvents, in: transaction)
        try ConsentStore.save(consents, in: transaction)
        try IngestStore.save(days: days, in: transaction)
        try RefusedEvent.save(refused, in: transaction)
    }

    /// Writes profiles, identities and traits gathered so far, which a merge must find in the tables.
    mutating func flushRows(graph: IdentityGraph, over stored: inout StoredIdentities, in transaction: any SQLTransaction) throws {
        var steady: [(ProfileID, Seen)] = []
        var changed: [(ProfileID, Bool, Seen)] = []
        // In the order of their keys: neighbours share a page.
        for (id, seen) in seen.sorted(byID: { $0.key }) {
            let isKnown = graph.nodes[id]?.isKnown ?? false
            if stored.isSteady(id, isKnown: isKnown, seen: seen) { steady.append((id, seen)) } else { changed.append((id, isKnown, seen)) }
        }
        try IdentityStore.touch(steady, in: transaction)
        try IdentityStore.save(profiles: changed, in: transaction)
        for (id, seen) in seen { stored.note(id, isKnown: graph.nodes[id]?.isKnown ?? false, seen: seen) }
        try IdentityStore.save(
            identities: identities.compactMap { key, seen in
                guard !stored.tells(key, of: seen.owner, first: seen.first, last: seen.last) else { return nil }
                stored.note(key, of: seen.owner, first: seen.first, last: seen.last)
                return (key, seen.owner, seen.first, seen.last)
            }, in: transaction)
        try TraitStore.profiles.save(traits, in: transaction)
        seen.removeAll(keepingCapacity: true)
        identities.removeAll(keepingCapacity: true)
        traits.removeAll(keepingCapacity: true)
    }
}
