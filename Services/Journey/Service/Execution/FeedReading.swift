package import CommonModels
import JourneyDomain
import ProjectionKit
package import StorageKit

/// Applies what Profile's and Segment's feeds tell, in the transaction that saves the feed's cursor: entries, goals,
/// merges, erasures and changes of time zone. The projection has been brought up to date before.
package struct FeedReading: Sendable {
    private let clock: WallClock
    private let catalogue: JourneyCatalogue
    private let entries: RunEntries
    private let merges: RunMerges
    private let advancer: RunAdvancer
    private let ledgers: LedgerMaker
    private let signals: JourneySignals
    private let people: PersonReader
    private let runs = RunStore()
    private let waiting = SignalQueue()

    package init(
        clock: WallClock, catalogue: JourneyCatalogue, entries: RunEntries, merges: RunMerges, advancer: RunAdvancer, ledgers: LedgerMaker,
        signals: JourneySignals, people: PersonReader
    ) {
        self.clock = clock
        self.catalogue = catalogue
        self.entries = entries
        self.merges = merges
        self.advancer = advancer
        self.ledgers = ledgers
        self.signals = signals
        self.people = people
    }

    package func apply(_ events: [CloudEvent], in tx: any SQLTransaction) throws {
        let now = clock.now()
        let live = LiveIndex(try catalogue.live(in: tx), goals: try catalogue.goals(in: tx))
        var ledger = try ledgers.make(in: tx)
        for event in events {
            switch event.type {
            case FeedEventType.customerEvent: try customerEvent(event, live, now, &ledger, tx)
            case FeedEventType.segmentEntered: try segmentEntered(event, live, now, &ledger, tx)
            case FeedEventType.profileMerged: try merged(event, now, &ledger, tx)
            case FeedEventType.profileErased:
                if let profile = event.data["profileId"]?.stringValue.flatMap(ProfileID.init) { try merges.erase(profile, in: tx) }
            case FeedEventType.profileChanged: try changed(event, now, &ledger, tx)
            case FeedEventType.profileSignal where live.hearsSignals: try signal(event, live, now, &ledger, tx)
            case _: break
            }
        }
        guard !ledger.isEmpty else { return }
        try ledger.flush(in: tx)
        signals.raiseAll(afterCommitOf: tx)
    }

    private func customerEvent(_ event: CloudEvent, _ live: LiveIndex, _ now: Instant, _ ledger: inout StepLedger, _ tx: any SQLTransaction)
        throws
    {
        guard live.listens, let customer = CustomerEvent(json: event.data), let name = customer.projectedName, live.mentions(event: name)
        else { return }
        let properties = customer.projectedProperties
        let profile = try people.current(customer.profileId, in: tx)
        let goals = live.goals(event: name)
        if !goals.isEmpty { try reachGoal(profile, goals, name, customer, now, &ledger, tx) }
        for journey in live.entries(event: name) {
            guard case .event(let pattern) = journey.entry.trigger, pattern.matches(name: name, properties: properties) else { continue }
            let candidate = RunEntries.Candidate(
                profile: profile, trigger: customer.id.rawValue, happened: customer.time, received: customer.receivedAt,
                properties: properties)
            try entries.enter(candidate, journey, now: now, ledger: &ledger, in: tx)
        }
    }

    /// A goal counts when it happened after what let the person in, in whatever order the events arrive and however late, and it is the
    /// goal of the version the person is in.
    private func reachGoal(
        _ profile: ProfileID, _ journeys: Set<JourneyID>, _ name: String, _ event: CustomerEvent, _ now: Instant,
        _ ledger: inout StepLedger,
        _ tx: any SQLTransaction
    ) throws {
        for run in try runs.inside(profile, in: tx) where journeys.contains(run.journeyID) && run.happenedAt < event.time {
            let goal = try catalogue.version(run.version, of: run.journeyID, in: tx).document.goal
            guard let goal, goal.matches(name: name, properties: event.projectedProperties) else { continue }
            try entries.convert(run, at: now, ledger: &ledger, in: tx)
        }
    }

    private func segmentEntered(
        _ event: CloudEvent, _ live: LiveIndex, _ now: Instant, _ ledger: inout StepLedger, _ tx: any SQLTransaction
    ) throws {
        guard let segment = event.data["segmentId"]?.stringValue.flatMap(SegmentID.init), !live.entries(segment: segment).isEmpty,
            let profile = event.data["profileId"]?.stringValue.flatMap(ProfileID.init)
        else { return }
        let entered = event.data["at"]?.stringValue.flatMap { Instant(rfc3339: $0) } ?? event.time
        let person = try people.current(profile, in: tx)
        for journey in live.entries(segment: segment) {
            let candidate = RunEntries.Candidate(profile: person, trigger: "segment:\(event.id)", happened: entered, received: event.time)
            try entries.enter(candidate, journey, now: now, ledger: &ledger, in: tx)
        }
    }

    /// A signal concerns many people: it waits for whoever lets them in, a few hundred at a time (``SignalWorker``).
    private func signal(_ event: CloudEvent, _ live: LiveIndex, _ now: Instant, _ ledger: inout StepLedger, _ tx: any SQLTransaction)
        throws
    {
        guard let name = event.data["name"]?.stringValue, !live.entries(signal: name).isEmpty, let signal = ExternalSignal(json: event.data)
        else { return }
        for journey in live.entries(signal: name) {
            guard case .signal(let trigger) = journey.entry.trigger, trigger.matches(signal) else { continue }
            let judgement = EntryDecision.judge(
                journey.entry, happened: signal.time, received: signal.receivedAt, published: journey.publishedAt, earlier: nil)
            guard judgement == .enter else { continue }
            let entry = journey.runnable.document.entryID
            if journey.isPaused {
                ledger.count(journey.id, journey.runnable.version, entry, NodeCounts.missedCounter)
            } else if try !waiting.add(signal, for: journey, now: now, in: tx) {
                ledger.count(journey.id, journey.runnable.version, entry, NodeCounts.lostCounter)
            }
            signals.raiseAll(afterCommitOf: tx)
        }
    }

    private func merged(_ event: CloudEvent, _ now: Instant, _ ledger: inout StepLedger, _ tx: any SQLTransaction) throws {
        guard let survivor = event.data["profileId"]?.stringValue.flatMap(ProfileID.init),
            let merged = event.data["mergedProfileId"]?.stringValue.flatMap(ProfileID.init), survivor != merged
        else { return }
        try merges.merge(merged, into: survivor, now: now, ledger: &ledger, in: tx)
    }

    private func changed(_ event: CloudEvent, _ now: Instant, _ ledger: inout StepLedger, _ tx: any SQLTransaction) throws {
        guard event.data["traits"]?["timezone"] != nil || event.data["removedTraits"]?.arrayValue?.contains("timezone") ?? false,
            let profile = event.data["profileId"]?.stringValue.flatMap(ProfileID.init)
        else { return }
        try advancer.retime(try people.current(profile, in: tx), now: now, ledger: &ledger, in: tx)
    }
}
