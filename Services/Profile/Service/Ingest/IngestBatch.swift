import CommonModels
import FeedKit
import ProfileDomain
import StorageKit

/// One transaction of ingest: loads what the events touch, applies the rules in memory, writes everything in bulk.
struct IngestBatch {
    private let transaction: any SQLTransaction
    private var graph = IdentityGraph()
    private var stored = StoredIdentities()
    private var traits: [ProfileID: TraitSheet] = [:]
    private var computed: ComputedBatch
    private var groups = GroupBatch()
    private let plan: TraitPlan
    private var changes = ProfileChanges()
    private var feed: [FeedEvent] = []
    private var outcomes: [IngestOutcome] = []
    private var refusals = IdentityRefusals()
    /// Claims of events that were prepared by older rules.
    private var readAgain: [EventID: IdentityClaims] = [:]
    private let rules: IdentityRules
    private var consents: ConsentBatch
    private let ids: IDGenerator
    private let blocks: BlockList
    private let cache: IdentityCache
    /// Of the identities when the batch began.
    private let epoch: Int64
    /// Of the batch's identities those of people who were erased.
    private var blocked: Set<IdentityKey> = []
    /// Events of people signed in on the device of somebody erased: they are taken without the device.
    private var withoutDevice: Set<EventID> = []
    private var quality: QualityBatch

    init(_ transaction: any SQLTransaction, parts: IngestParts) throws {
        self.transaction = transaction
        ids = parts.ids
        blocks = parts.blocks
        cache = parts.identities
        epoch = try IdentityCache.begin(in: transaction)
        rules = try parts.rulebook.current(in: transaction)
        plan = try parts.plans.plan(in: transaction)
        computed = ComputedBatch(plan)
        quality = try QualityBatch(parts.tracking, in: transaction)
        consents = ConsentBatch(ids: parts.ids, links: parts.links)
    }

    /// Applies the submissions in order and publishes what changed, all in this transaction.
    /// - Returns: one outcome per submission.
    static func apply(
        _ submissions: [IngestSubmission], in transaction: any SQLTransaction, feed: Feed, parts: IngestParts
    ) throws -> [IngestOutcome] {
        // One writer at a time, also across replicas: two log-ins of one person can then not miss each other.
        try transaction.serialize(on: "profile-identity")
        var batch = try IngestBatch(transaction, parts: parts)
        try batch.run(submissions)
        try feed.publish(batch.feed, in: transaction)
        try batch.teachCache()
        return batch.outcomes
    }

    private mutating func run(_ submissions: [IngestSubmission]) throws {
        let events = submissions.flatMap { $0.events }
        var seen = try IngestStore.knownMessages(of: events, in: transaction)
        seen.reserveCapacity(events.count)
        try load(events)
        let before = graph.population
        seen.formUnion(try blocks.erasedMessages(submissions, in: transaction))
        changes.sequences = try EventLog.reserve(events.count, in: transaction)[...]
        changes.reserve(events.count)
        feed.reserveCapacity(events.count)
        seen.formUnion(try quality.waiting(submissions, in: transaction))
        for submission in submissions {
            var outcome = IngestOutcome()
            for (position, event) in submission.events.enumerated() {
                if !blocked.isEmpty, claims(of: event).all.contains(where: blocked.contains) {
                    outcome.erased += 1
                    continue
                }
                guard seen.insert(event.messageId).inserted else {
                    outcome.duplicates += 1
                    continue
                }
                if !quality.plan.isEmpty,
                    try quality.holdsBack(event, at: position, of: submission, claims(of: event), &outcome, in: transaction)
                {
                    continue
                }
                outcome.accepted += 1
                try take(event, of: submission)
            }
            changes.count(submission, outcome)
            try submission.companion?.save(outcome, transaction)
            quality.count(submission, outcome)
            outcomes.append(outcome)
        }
        feed += try consents.finish(&changes, in: transaction)
        try changes.save(graph: graph, over: &stored, in: transaction)
        try refusals.save(in: transaction)
        try quality.save(in: transaction)
        let now = submissions.map { $0.replayedAt ?? $0.receivedAt }.max() ?? .epoch
        try groups.flush(receivedAt: now, in: transaction)
        try PopulationStore.add(ProfileCounts(from: before, to: graph.population), in: transaction)
        feed += try groups.tell(survivor: { graph.survivor(of: $0) }, now: now, in: transaction)
        feed += try computed.finish(graph: graph, now: now, in: transaction)
    }

    private mutating func load(_ events: [PreparedEvent]) throws {
        for event in events where event.rulesVersion != rules.version { readAgain[event.id] = event.claims(by: rules) }
        let calls = events.map { claims(of: $0) }
        var claimed: Set<IdentityKey> = []
        for call in calls { for key in call.all { claimed.insert(key) } }
        stored = try IdentityStore.load(claimed, rules: rules, cache: cache, epoch: epoch, in: transaction)
        graph = stored.graph
        try LinkingFacts.load(calls, into: &graph, in: transaction)
        blocked = try blocks.blocked(claimed, beyond: stored, in: transaction)
        if !blocked.isEmpty { for event in events { leaveOutDevice(of: event) } }
        var stated: Set<ProfileID> = []
        for event in events where event.traits != nil { stated.formUnion(claims(of: event).all.compactMap { graph.owner(of: $0) }) }
        traits = try TraitStore.profiles.sheets(of: stated, in: transaction)
        for id in stated where traits[id] == nil { traits[id] = TraitSheet() }
    }

    /// A device that changed hands names nobody any more, and whoever is signed in on it is not the one who was erased.
    private mutating func leaveOutDevice(of event: PreparedEvent) {
        let claims = claims(of: event)
        guard let device = event.call.anonymousId.flatMap({ try? rules.key(rules.anonymousId, $0) }), blocked.contains(device),
            claims.all.allSatisfy({ $0 == device || !blocked.contains($0) }),
            claims.keys.contains(where: { $0 != device && rules[$0.namespace]?.holder == .person })
        else { return }
        readAgain[event.id] = claims.without([device])
        withoutDevice.insert(event.id)
    }

    private func teachCache() throws {
        let (cache, stored, before) = (cache, stored, epoch)
        let after = try IdentityCache.epoch(in: transaction)
        transaction.afterCommit { cache.learn(stored, before: before, after: after) }
    }

    private func claims(of event: PreparedEvent) -> IdentityClaims {
        readAgain.isEmpty ? event.claims : readAgain[event.id] ?? event.claims
    }

    private mutating func take(_ event: PreparedEvent, of submission: IngestSubmission) throws {
        let ids = self.ids
        var claims = claims(of: event)
        if event.call.type == .alias { claims.mayJoinPeople = !submission.sender.hasPublicKey }
        let resolution = graph.resolve(claims, at: event.time, newID: { ids.next() })
        let profileId = resolution.profileId
        var change = ProfileChange(profileId: profileId)
        for merge in resolution.merged { try take(merge, event, &change) }
        computed.note(event, of: profileId, lastSeen: stored.profiles[profileId]?.last)
        groups.note(event, of: profileId, submission)
        changes.touch(event.time, claims, resolution, in: graph, over: stored)
        change.identities = resolution.linked.map {
            IdentityView(
                namespace: $0.namespace.rawValue, value: $0.value, firstSeen: event.time.startOfHour, lastSeen: event.time.startOfHour)
        }
        if !claims.refused.isEmpty {
            refusals.count(claims.refused, source: submission.source, at: submission.receivedAt, event: event.id)
            quality.conflict(event, submission)
        }
        if resolution.hasAftermath { try settle(resolution, claims, at: event.time) }
        if resolution.isNew { traits[profileId] = TraitSheet() }
        if let stated = event.traits { try state(stated, event, submission, &change) }
        if let consent = event.consent { try take(consent, event, submission, &change) }
        if submission.sender.isGPC || event.signals != nil { consents.note(event, of: profileId, submission) }
        if let published = change.feedEvent(at: event.time) { feed.append(published) }
        feed.append(try changes.add(event, profileId: profileId, submission, hasDevice: !withoutDevice.contains(event.id)))
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
        if traits[id] == nil { traits[id] = try TraitStore.profiles.sheets(of: [id], in: transaction)[id] ?? TraitSheet() }
    }

    private mutating func state(
        _ stated: JSONObject, _ event: PreparedEvent, _ submission: IngestSubmission, _ change: inout ProfileChange
    ) throws {
        try loadTraits(of: change.profileId)
        let word = TraitWord(kind: event.traitKind, at: event.time, source: submission.source)
        let outcome = traits[change.profileId, default: TraitSheet()].state(stated, word, under: plan.priorities)
        change.add(outcome)
        changes.traits[change.profileId.rawValue, default: [:]].merge(outcome.written) { $1 }
        for fault in outcome.faults {
            changes.refuse(fault, of: event, submission)
            quality.conflict(event, submission)
        }
    }

    private mutating func take(
        _ consent: ConsentRecord, _ event: PreparedEvent, _ submission: IngestSubmission, _ change: inout ProfileChange
    ) throws {
        let stated = ConsentStore.Entry(profileId: change.profileId, record: consent, recordedAt: submission.receivedAt, eventId: event.id)
        let entry = try consents.admit(stated, submission.sender, after: changes.consents, in: transaction)
        changes.consents.append(entry)
        change.consents.append(entry.record.view)
    }

    /// Moves what the merged profile had; its traits join by time, and the feed hears of it before the event itself.
    private mutating func take(_ merge: IdentityMerge, _ event: PreparedEvent, _ change: inout ProfileChange) throws {
        try changes.flushRows(graph: graph, over: &stored, in: transaction)
        try groups.flush(receivedAt: event.time, in: transaction)
        let lost =
            try traits.removeValue(forKey: merge.merged) ?? TraitStore.profiles.sheets(of: [merge.merged], in: transaction)[merge.merged]
        try loadTraits(of: merge.into)
        let before = traits[merge.into] ?? TraitSheet()
        var sheet = before
        let outcome = sheet.absorb(lost ?? TraitSheet(), under: plan.priorities)
        traits[merge.into] = sheet
        // A projection that follows the feed lets the later value win: it is told what counts.
        for name in (lost?.views ?? [:]).keys.sorted() { change.tell(name, sheet) }
        changes.traits[merge.into.rawValue, default: [:]].merge(outcome.written) { $1 }
        let record = MergeStore.Record(
            merge: merge, eventId: event.id, at: event.time, lost: lost ?? TraitSheet(), kept: before)
        try MergeStore.move(record, in: transaction)
        groups.note(merge, moved: try GroupStore.move(merge, in: transaction))
        computed.note(merge)
        stored.note(merge)
        feed.append(MergeStore.feedEvent(merge, at: event.time))
    }
}
