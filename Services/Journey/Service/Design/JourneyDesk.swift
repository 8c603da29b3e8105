package import CommonModels
package import JourneyDomain
import ProjectionKit
import ServiceKit
import StorageKit
import SubjectKit

/// What people and keys do with journeys; each act is one transaction with its audit entry.
package struct JourneyDesk: Sendable {
    let database: any Database
    let clock: WallClock
    let ids: IDGenerator
    let audit: AuditLog
    let catalogue: JourneyCatalogue
    let signals: JourneySignals
    let ledgers: LedgerMaker
    let store = JourneyStore()
    private let policies = PolicyShelf()

    init(
        database: any Database, clock: WallClock, ids: IDGenerator, audit: AuditLog, catalogue: JourneyCatalogue, signals: JourneySignals,
        ledgers: LedgerMaker
    ) {
        self.database = database
        self.clock = clock
        self.ids = ids
        self.audit = audit
        self.catalogue = catalogue
        self.signals = signals
        self.ledgers = ledgers
    }

    /// - Throws: ``JourneyError/keyTaken(_:)``
    package func create(key: JourneyKey, name: JourneyName, draft: JSONValue, by actor: JourneyActor) async throws -> Journey {
        let journey = Journey(id: ids.next(), key: key, name: name, draft: draft, at: clock.now())
        try await database.write { tx in
            try store.insert(journey, in: tx)
            try audit.record(actor: actor.id, action: "journey.create", object: journey.id.rawValue, origin: actor.origin, in: tx)
        }
        return journey
    }

    /// - Parameter expected: the revision the caller read; nil takes any.
    /// - Throws: ``JourneyError/changedMeanwhile(revision:)``, ``JourneyError/archived``
    package func edit(_ reference: String, name: JourneyName?, draft: JSONValue?, expected: Int?, by actor: JourneyActor) async throws
        -> Journey
    {
        let now = clock.now()
        return try await act(reference, "journey.edit", expected: expected, by: actor) { journey, _ in
            try journey.edit(name: name, draft: draft, at: now)
        }
    }

    /// - Parameter backfill: people who are in the entry's segment already enter, too.
    /// - Throws: ``JourneyError/invalid(_:)``, ``JourneyError/archived``; `PolicyViolation` when the entry finds people by a trait
    ///   that a policy keeps out of segments.
    package func publish(_ reference: String, backfill: Bool, expected: Int?, by actor: JourneyActor) async throws -> Journey {
        let now = clock.now()
        return try await act(reference, "journey.publish", expected: expected, by: actor) { journey, tx in
            let (version, document) = try journey.publish(at: now)
            if case .signal(let trigger) = document.entry.trigger, let use = trigger.use { try policies.require(use, in: tx) }
            try store.insertVersion(version, of: journey.id, document: document.json, by: actor.id, at: now, in: tx)
            try tx.execute("DELETE FROM journey_backfill WHERE journey_id = $1", [journey.id])
            guard backfill, case .segment(let segment) = document.entry.trigger else { return }
            try tx.execute(
                "INSERT INTO journey_backfill (journey_id, version, segment_id, after_profile) VALUES ($1, $2, $3, '')",
                [journey.id, version, segment])
        }
    }

    package func pause(_ reference: String, by actor: JourneyActor) async throws -> Journey {
        let now = clock.now()
        return try await act(reference, "journey.pause", expected: nil, by: actor) { journey, tx in
            try journey.pause(at: now)
            try forgetSignals(of: journey, in: tx)
        }
    }

    package func resume(_ reference: String, by actor: JourneyActor) async throws -> Journey {
        let now = clock.now()
        return try await act(reference, "journey.resume", expected: nil, by: actor) { journey, _ in try journey.resume(at: now) }
    }

    /// Ends the journey: nobody moves on or gets a message any more, and everybody inside leaves step by step (``ArchiveWorker``).
    package func archive(_ reference: String, by actor: JourneyActor) async throws -> Journey {
        let now = clock.now()
        return try await act(reference, "journey.archive", expected: nil, by: actor) { journey, tx in
            try journey.archive(at: now)
            try tx.execute("DELETE FROM journey_backfill WHERE journey_id = $1", [journey.id])
            try forgetSignals(of: journey, in: tx)
        }
    }

    /// Signals whose people have not all entered: the others do not any more, and that is counted.
    private func forgetSignals(of journey: Journey, in tx: any SQLTransaction) throws {
        let missed = try SignalQueue().clear(journey.id, in: tx)
        guard missed > 0, let version = journey.liveVersion else { return }
        let entry = try store.document(of: journey.id, version: version, in: tx).entryID
        var ledger = try ledgers.make(in: tx)
        ledger.count(journey.id, version, entry, NodeCounts.missedCounter, by: Int64(missed))
        try ledger.flush(in: tx)
    }

    private func act(
        _ reference: String, _ action: String, expected: Int?, by actor: JourneyActor,
        _ change: @escaping @Sendable (inout Journey, any SQLTransaction) throws -> Void
    ) async throws -> Journey {
        try await database.write { tx in
            let (journey, _) = try store.update(reference, in: tx) { journey in
                if let expected, expected != journey.revision { throw JourneyError.changedMeanwhile(revision: journey.revision) }
                try change(&journey, tx)
            }
            try audit.record(
                actor: actor.id, action: action, object: journey.id.rawValue,
                detail: .object(["revision": .integer(Int64(journey.revision))]), origin: actor.origin, in: tx)
            signals.raiseAll(afterCommitOf: tx)
            return journey
        }
    }

    package func find(_ reference: String) async throws -> Journey {
        try await database.read { tx in try store.find(reference, in: tx) }
    }

    /// What publishing the draft would do now.
    package func impact(_ reference: String) async throws -> PublishImpact {
        try await database.read { tx in
            let journey = try store.find(reference, in: tx)
            let inside = try CountStore().inside(journey.id, in: tx)
            do {
                let document = try JourneyDocument(json: journey.draft)
                var members: Int64?
                if case .segment(let segment) = document.entry.trigger {
                    members = try tx.row("SELECT COUNT(*) AS n FROM projected_membership WHERE segment_id = $1", [segment])?.integer("n")
                }
                return PublishImpact(inside: inside, members: members, nextVersion: (journey.liveVersion ?? 0) + 1, issues: [])
            } catch let error as JourneyIssues {
                return PublishImpact(inside: inside, members: nil, nextVersion: (journey.liveVersion ?? 0) + 1, issues: error.issues)
            }
        }
    }
}
