package import CommonModels
import JourneyDomain
import ProjectionKit
package import StorageKit
import SubjectKit

/// Lets the people in whom a signal concerns: some hundred in one transaction, with the place kept, so that a crash repeats
/// nothing and skips nobody. That a person enters once by a signal is guarded by the run's key, the signal's id.
package struct SignalWorker: Sendable {
    /// Members of a segment, or people whose traits are looked at, in one transaction.
    static let membersMax = 500
    static let peopleMax = 2_000

    private let database: any Database
    private let clock: WallClock
    private let catalogue: JourneyCatalogue
    private let entries: RunEntries
    private let ledgers: LedgerMaker
    private let signals: JourneySignals
    private let queue = SignalQueue()
    private let reader = ProjectionReader()
    private let policies = PolicyShelf()

    package init(
        database: any Database, clock: WallClock, catalogue: JourneyCatalogue, entries: RunEntries, ledgers: LedgerMaker,
        signals: JourneySignals
    ) {
        self.database = database
        self.clock = clock
        self.catalogue = catalogue
        self.entries = entries
        self.ledgers = ledgers
        self.signals = signals
    }

    /// - Returns: whether there was something to do.
    package func round() async throws -> Bool {
        let now = clock.now()
        return try await database.write { tx in
            guard let waiting = try queue.next(in: tx) else { return false }
            // The version that was live when the signal came, be another one published meanwhile; that it was is judged already.
            guard let live = try catalogue.live(in: tx).first(where: { $0.id == waiting.journey && !$0.isPaused }) else { return false }
            let journey = LiveJourney(
                id: live.id, key: live.key, isPaused: false, publishedAt: min(live.publishedAt, waiting.signal.receivedAt),
                runnable: try catalogue.version(waiting.version, of: live.id, in: tx))
            guard case .signal(let trigger) = journey.entry.trigger else {
                try queue.move(waiting, to: nil, in: tx)
                return true
            }
            var ledger = try ledgers.make(in: tx)
            // A policy that came since keeps everybody out who has not entered yet.
            if let use = trigger.use, try policies.refusal(of: use, in: tx) != nil {
                ledger.count(journey.id, waiting.version, journey.runnable.document.entryID, NodeCounts.refusedCounter)
                try ledger.flush(in: tx)
                try queue.move(waiting, to: nil, in: tx)
                return true
            }
            let step = try concerned(by: waiting, trigger, in: tx)
            for profile in step.people {
                try entries.enter(candidate(profile, waiting.signal), journey, now: now, ledger: &ledger, in: tx)
            }
            try ledger.flush(in: tx)
            try queue.move(waiting, to: step.last, in: tx)
            signals.raiseAll(afterCommitOf: tx)
            return true
        }
    }

    private func candidate(_ profile: ProfileID, _ signal: ExternalSignal) -> RunEntries.Candidate {
        var properties = signal.properties
        properties["subject"] = signal.subject.json
        return RunEntries.Candidate(
            profile: profile, trigger: "signal:\(signal.id.rawValue)", happened: signal.time, received: signal.receivedAt,
            properties: properties)
    }

    /// The next people concerned, and where to go on; nil when nobody is left.
    private func concerned(
        by waiting: SignalQueue.Waiting, _ trigger: SignalTrigger, in tx: any SQLTransaction
    ) throws -> (people: [ProfileID], last: String?) {
        let subject = waiting.signal.subject.id
        if let segment = trigger.segment {
            let members: [ProfileID] = try tx.rows(
                "SELECT profile_id FROM projected_membership WHERE segment_id = $1 AND profile_id > $2 ORDER BY profile_id LIMIT $3",
                [segment, waiting.after, Self.membersMax]
            ).map { try $0.id("profile_id") }
            let last = members.count < Self.membersMax ? nil : members.last?.rawValue
            guard let trait = trigger.trait else { return (members, last) }
            let known = try reader.profiles(members, in: tx)
            return (members.filter { SignalTrigger.names(known[$0]?.traitValues[trait], subject) }, last)
        }
        guard let trait = trigger.trait else { return ([], nil) }
        let text = String(JSONValue.string(subject).serialized.dropFirst().dropLast())
        var people: [ProfileID] = []
        let rows = try tx.rows(Self.peopleSQL(tx.engine), [waiting.after, Self.peopleMax, text])
        for row in rows {
            guard let traits = try row.textOrNull("traits"), let json = try? JSONValue(parsing: traits) else { continue }
            if SignalTrigger.names(json[trait]?["value"], subject) { people.append(try row.id("profile_id")) }
        }
        return (people, rows.count < Self.peopleMax ? nil : try rows.last?.text("profile_id"))
    }

    /// Most traits do not hold the subject's id anywhere in their text, and need no reading.
    static func peopleSQL(_ engine: SQLEngine) -> String {
        """
        SELECT profile_id, CASE WHEN \(engine.contains("traits", "$3")) THEN traits END AS traits FROM projected_profile
        WHERE profile_id > $1 ORDER BY profile_id LIMIT $2
        """
    }
}
