import CommonModels
import FeedKit
import ProfileDomain
import StorageKit

/// One transaction of ingest: loads what the events touch, applies the rules in memory, writes everything in bulk.
struct IngestBatch {
    private let transaction: any SQLTransaction
    private var graph = IdentityGraph()
    private var stored = StoredIdentities()
    private var traits: [ProfileID: [String: TraitView]] = [:]
    private var changes = ProfileChanges()
    private var feed: [FeedEvent] = []
    private var outcomes: [IngestOutcome] = []
    private var refusals = IdentityRefusals()
    /// Claims of events that were prepared by older rules.
    private var readAgain: [EventID: IdentityClaims] = [:]
    private let rules: IdentityRules
    private let ids: IDGenerator

    init(_ transaction: any SQLTransaction, rules: IdentityRules, ids: IDGenerator) {
        self.transaction = transaction
        self.rules = rules
        self.ids = ids
    }

    /// Applies the submissions in order and publishes what changed, all in this transaction.
    /// - Returns: one outcome per submission.
    static func apply(
        _ submissions: [IngestSubmission], in transaction: any SQLTransaction, feed: Feed, ids: IDGenerator, rulebook: IdentityRulebook
    ) throws -> [IngestOutcome] {
        // One writer at a time, also across replicas: two log-ins of one person can then not miss each other.
        try transaction.serialize(on: "profile-identity")
        var batch = IngestBatch(transaction, rules: try rulebook.current(in: transaction), ids: ids)
        try batch.run(submissions)
        try feed.publish(batch.feed, in: transaction)
        return batch.outcomes
    }

    private mutating func run(_ submissions: [IngestSubmission]) throws {
        var seen = try IngestStore.knownMessages(submissions.lazy.flatMap(\.events).map(\.messageId), in: transaction)
        try load(submissions)
        for submission in submissions {
            var outcome = IngestOutcome()
            for event in submission.events {
                guard seen.insert(event.messageId).inserted else {
                    outcome.duplicates += 1
                    continue
                }
                outcome.accepted += 1
                try take(event, of: submission)
            }
            changes.count(submission, outcome)
            outcomes.append(outcome)
        }
        try changes.save(graph: graph, over: &stored, in: transaction)
        try refusals.save(in: transaction)
    }

    private mutating func load(_ submissions: [IngestSubmission]) throws {
        let events = submissions.flatMap(\.events)
        for event in events where event.rulesVersion != rules.version { readAgain[event.id] = event.claims(by: rules) }
        stored = try IdentityStore.load(events.map { claims(of: $0) }, rules: rules, in: transaction)
        graph = stored.graph
        var stated: Set<ProfileID> = []
        for event in events where event.traits != nil { stated.formUnion(claims(of: event).all.compactMap { graph.owner(of: $0) }) }
        traits = try TraitStore.load(stated, in: transaction)
        for id in stated where traits[id] == nil { traits[id] = [:] }
    }

    private func claims(of event: PreparedEvent) -> IdentityClaims {
        readAgain.isEmpty ? event.claims : readAgain[event.id] ?? event.claims
    }

    private mutating func take(_ event: PreparedEvent, of submission: IngestSubmission) throws {
        let ids = self.ids
        let claims = claims(of: event)
        let resolution = graph.resolve(claims, at: event.time, newID: { ids.next() })
        let profileId = resolution.profileId
        var change = ProfileChange(profileId: profileId)
        for merge in resolution.merged { try take(merge, event, &change) }
        changes.touch(event.time, claims, resolution, in: graph)
        change.identities = resolution.linked.map {
            IdentityView(
                namespace: $0.namespace.rawValue, value: $0.value, firstSeen: event.time.startOfHour, lastSeen: event.time.startOfHour)
        }
        if !claims.refused.isEmpty {
            refusals.count(claims.refused, source: submission.source, at: submission.receivedAt, event: event.id)
        }
        if resolution.hasAftermath { try settle(resolution, claims, at: event.time) }
        if resolution.isNew { traits[profileId] = [:] }
        if let stated = event.traits { try state(stated, event, submission.source, &change) }
        if let consent = event.consent { take(consent, event, submission, &change) }
        if let published = change.feedEvent(at: event.time) { feed.append(published) }
        feed.append(changes.add(event, profileId: profileId, submission))
    }

    /// Conflicts, switches, limits and quarantine; the feed hears of what others lost before the profile's own change.
    private mutating func settle(_ resolution: IdentityResolution, _ claims: IdentityClaims, at time: Instant) throws {
        try changes.flushRows(graph: graph, over: &stored, in: transaction)
        var aftermath = IdentityAftermath(at: time, in: transaction)
        try aftermath.settle(resolution, claims, graph: &graph, stored: &stored)
        feed += aftermath.feedEvents
    }

    /// Traits of a profile that an identity came to only in this batch were not loaded with the others.
    private mutating func loadTraits(of id: ProfileID) throws {
        if traits[id] == nil { traits[id] = try TraitStore.load([id], in: transaction)[id] ?? [:] }
    }

    private mutating func state(_ stated: JSONObject, _ event: PreparedEvent, _ source: String, _ change: inout ProfileChange) throws {
        try loadTraits(of: change.profileId)
        let (changed, removed) = TraitChange.apply(stated, at: event.time, source: source, to: &traits[change.profileId, default: [:]])
        change.traits.merge(changed) { $1 }
        change.removedTraits = removed
        let all = traits[change.profileId] ?? [:]
        for name in stated.keys where all[name] != nil { changes.traits[change.profileId, default: [:]][name] = all[name] }
        changes.removedTraits += removed.map { (change.profileId, $0) }
        for name in removed { changes.traits[change.profileId]?[name] = nil }
    }

    private mutating func take(
        _ consent: ConsentRecord, _ event: PreparedEvent, _ submission: IngestSubmission, _ change: inout ProfileChange
    ) {
        changes.consents.append(
            ConsentStore.Entry(profileId: change.profileId, record: consent, recordedAt: submission.receivedAt, eventId: event.id))
        change.consents.append(consent.view)
    }

    /// Moves what the merged profile had; its traits join by time, and the feed hears of it before the event itself.
    private mutating func take(_ merge: IdentityMerge, _ event: PreparedEvent, _ change: inout ProfileChange) throws {
        try changes.flushRows(graph: graph, over: &stored, in: transaction)
        let lost = try traits.removeValue(forKey: merge.merged) ?? TraitStore.load([merge.merged], in: transaction)[merge.merged] ?? [:]
        try loadTraits(of: merge.into)
        let before = traits[merge.into] ?? [:]
        let taken = TraitChange.merge(lost, into: &traits[merge.into, default: [:]])
        change.traits.merge(taken) { $1 }
        changes.traits[merge.into, default: [:]].merge(taken) { $1 }
        try MergeStore.move(
            .init(merge: merge, eventId: event.id, at: event.time, lostTraits: lost, survivorTraits: before), in: transaction)
        stored.note(merge)
        feed.append(MergeStore.feedEvent(merge, at: event.time))
    }
}
