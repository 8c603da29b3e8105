import CommonModels
import FeedKit
import ProfileDomain
import StorageKit

/// What a batch of events says about consent: statements that must be confirmed first, and signals of browsers. Asks the
/// database for nothing unless the batch holds such events, and then once.
struct ConsentBatch {
    private let ids: IDGenerator
    private let links: ConsentLinks
    private var catalogue: ConsentCatalogue?
    private var pending: [ConsentStore.Entry] = []
    private var signals: [Signal] = []

    /// A browser's wish that nothing be shared, as one event brought it.
    private struct Signal {
        let profile: ProfileID
        /// Nil for everything Global Privacy Control speaks of.
        let refused: Set<Purpose>?
        let at: Instant
        let receivedAt: Instant
        let evidence: ConsentEvidence
    }

    init(ids: IDGenerator, links: ConsentLinks) {
        self.ids = ids
        self.links = links
    }

    /// A statement as it counts, see ``ConsentCatalogue/admitted(_:present:isConfirmed:)``.
    /// - Parameter before: what earlier events of the batch stated.
    mutating func admit(
        _ stated: ConsentStore.Entry, _ sender: IngestSender, after before: [ConsentStore.Entry], in transaction: any SQLTransaction
    ) throws -> ConsentStore.Entry {
        var entry = stated
        entry.record.evidence = stated.record.evidence.or(sender.evidence)
        guard stated.record.status == .granted else { return entry }
        let catalogue = try loaded(in: transaction)
        var present = ConsentStatus.unknown
        if catalogue[stated.record.purpose]?.needsConfirmation(on: stated.record.channel) ?? false {
            let records = try ConsentStore.load(stated.profileId, in: transaction)
            let said = before.filter { $0.profileId == stated.profileId }.map(\.record.view)
            present = (records + said).latest.status(for: stated.record.purpose, on: stated.record.channel, at: stated.record.at)
        }
        entry.record = catalogue.admitted(entry.record, present: present, isConfirmed: false)
        if entry.record.status == .pending { pending.append(entry) }
        return entry
    }

    /// Keeps what an event's browser or banner says, to be looked at when the batch ends.
    mutating func note(_ event: PreparedEvent, of profile: ProfileID, _ submission: IngestSubmission) {
        let isGPC = submission.sender.isGPC || event.signals?.isGPC ?? false
        let refused = event.signals?.refused ?? []
        guard isGPC || !refused.isEmpty else { return }
        signals.append(
            Signal(
                profile: profile, refused: isGPC ? nil : refused, at: event.time, receivedAt: submission.receivedAt,
                evidence: (event.signals?.evidence ?? .none).or(submission.sender.evidence)))
    }

    /// Adds the statements and events that follow from the batch.
    /// - Returns: what the feed says of them.
    mutating func finish(_ changes: inout ProfileChanges, in transaction: any SQLTransaction) throws -> [FeedEvent] {
        var tellings = try invitations(in: transaction)
        var changed: [FeedEvent] = []
        for entry in try refusals(in: transaction) {
            changes.consents.append(entry)
            var change = ProfileChange(profileId: entry.profileId)
            change.consents = [entry.record.view]
            if let event = change.feedEvent(at: entry.record.at) { changed.append(event) }
            if let event = entry.eventId { tellings.append(ConsentEvents.updated(entry, event: event)) }
        }
        changes.add(own: tellings.map(\.entry))
        return changed + tellings.map(\.feedEvent)
    }

    private func invitations(in transaction: any SQLTransaction) throws -> [ConsentEvents.Telling] {
        guard !pending.isEmpty else { return [] }
        let survivors = try ConsentStore.survivors(of: Set(pending.map(\.profileId)), in: transaction)
        return try pending.map { stated in
            var entry = stated
            entry.profileId = survivors[stated.profileId] ?? stated.profileId
            let confirmation = ConsentConfirmation(of: entry, event: ids.next())
            try confirmation.insert(in: transaction)
            return ConsentEvents.pending(confirmation, entry, links: links)
        }
    }

    /// One refusal per person and purpose, the first time a signal says so: who agrees afterwards, knowing their browser's
    /// setting, has agreed.
    private mutating func refusals(in transaction: any SQLTransaction) throws -> [ConsentStore.Entry] {
        guard !signals.isEmpty else { return [] }
        let honoured = try loaded(in: transaction).gpcPurposes
        guard !honoured.isEmpty else { return [] }
        let survivors = try ConsentStore.survivors(of: Set(signals.map(\.profile)), in: transaction)
        var known = try ConsentSignalStore.known(Set(signals.map { survivors[$0.profile] ?? $0.profile }), in: transaction)
        var entries: [ConsentStore.Entry] = []
        for signal in signals {
            let profile = survivors[signal.profile] ?? signal.profile
            for purpose in honoured where signal.refused?.contains(purpose) ?? true {
                guard known.insert(ConsentSignalStore.Key(profile: profile, purpose: purpose)).inserted else { continue }
                let record = ConsentRecord(
                    purpose: purpose, channel: .all, status: .denied, legalBasis: .consent, source: ConsentSignalStore.source,
                    textVersion: nil, at: signal.at, expiresAt: nil, evidence: signal.evidence)
                entries.append(ConsentStore.Entry(profileId: profile, record: record, recordedAt: signal.receivedAt, eventId: ids.next()))
            }
        }
        try ConsentSignalStore.insert(entries, in: transaction)
        return entries
    }

    private mutating func loaded(in transaction: any SQLTransaction) throws -> ConsentCatalogue {
        if let catalogue { return catalogue }
        let current = try ConsentCatalogueStore.current(in: transaction).catalogue
        catalogue = current
        return current
    }
}

extension [ConsentView] {
    /// Of the records of one purpose and channel the latest; at equal times the later in order.
    fileprivate var latest: [ConsentView] {
        reduce(into: []) { kept, consent in
            let known = kept.firstIndex { $0.purpose == consent.purpose && $0.channel == consent.channel }
            guard let known else { return kept.append(consent) }
            if consent.at >= kept[known].at { kept[known] = consent }
        }
    }
}
