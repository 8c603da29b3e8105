package import CommonModels
package import Foundation
package import JourneyDomain
import ProjectionKit
package import StorageKit

/// Moves runs through everything that needs no other service, inside one transaction.
package struct RunAdvancer: Sendable {
    private let catalogue: JourneyCatalogue
    private let people: PersonReader
    private let ids: IDGenerator
    private let timezone: TimeZone
    private let runs = RunStore()
    private let sends = SendStore()

    /// - Parameter timezone: for people whose zone neither their profile nor the journey tells.
    package init(catalogue: JourneyCatalogue, people: PersonReader, ids: IDGenerator, timezone: TimeZone) {
        self.catalogue = catalogue
        self.people = people
        self.ids = ids
        self.timezone = timezone
    }

    /// Carries a due run on until it waits, asks somebody, sends or ends. Paths have no loops, so this ends.
    package func advance(_ run: Run, now: Instant, ledger: inout StepLedger, in tx: any SQLTransaction) throws {
        var run = run
        let version = try catalogue.version(run.version, of: run.journeyID, in: tx)
        while run.state == .ready || run.state == .waiting {
            guard let node = version.document[run.nodeID] else { throw JourneyError.versionNotFound(run.version) }
            let facts = try facts(for: run, version, now: now, in: tx, needed: node.kind == .condition)
            let zone = try zone(for: run, version.document, in: tx, needed: node.kind == .wait)
            switch RunMachine.move(run, at: node, conditions: version.conditions, facts: facts, zone: zone, now: now) {
            case .go(let target, let way):
                ledger.record(Step(run, .moved, detail: way.rawValue, at: now))
                run.arrive(at: target, now: now)
            case .wait(let end, let origin):
                run.wait(until: end)
                ledger.record(Step(run, .waiting, reason: origin.map { "timezone:\($0.rawValue)" }, detail: end.rfc3339, at: now))
                return try runs.save(run, in: tx)
            case .decide:
                run.askDecision(now: now)
            case .send(let message):
                try startSend(&run, message, now: now, ledger: &ledger, in: tx)
            case .leave:
                ledger.record(Step(run, .exited, reason: RunOutcome.completed.rawValue, at: now))
                run.finish(.completed, now: now)
            }
        }
        try runs.save(run, in: tx)
    }

    /// Claims the one send of this step. When it was settled already, the run goes on without another.
    private func startSend(
        _ run: inout Run, _ message: MessageStep, now: Instant, ledger: inout StepLedger, in tx: any SQLTransaction
    ) throws {
        let wanted = SendRecord(
            id: ids.next(), runID: run.id, nodeID: run.nodeID, journeyID: run.journeyID, version: run.version, profileID: run.profileID,
            channel: message.channel, purpose: message.purpose, state: .pending, due: now, createdAt: now, updatedAt: now)
        let (record, isNew) = try sends.claim(wanted, in: tx)
        guard !isNew, record.state.isSettled else { return run.startSending() }
        ledger.record(Step(run, .held, channel: message.channel, reason: SendReason.alreadySent.rawValue, at: now))
        ledger.record(Step(run, .moved, detail: JourneyEdge.Way.next.rawValue, at: now))
        run.arrive(at: message.next, now: now)
    }

    private func facts(for run: Run, _ version: RunnableVersion, now: Instant, in tx: any SQLTransaction, needed: Bool) throws
        -> ProfileFacts
    {
        guard needed else { return ProfileFacts(unknown: run.profileID) }
        return try people.facts(for: run.profileID, version.references, now: now, in: tx)
    }

    private func zone(for run: Run, _ document: JourneyDocument, in tx: any SQLTransaction, needed: Bool) throws -> ResolvedZone {
        guard needed else { return ResolvedZone(zone: timezone, origin: .service) }
        let person = try people.person(run.profileID, in: tx)
        return TimeZoneResolver.resolve(trait: person.timezone, journey: document.timezone, service: timezone)
    }

    /// Reckons again when the waits of a person end, after their time zone changed.
    package func retime(_ profile: ProfileID, now: Instant, ledger: inout StepLedger, in tx: any SQLTransaction) throws {
        for var run in try runs.inside(profile, in: tx) where run.state == .waiting {
            let document = try catalogue.version(run.version, of: run.journeyID, in: tx).document
            guard let node = document[run.nodeID], case .wait(let wait) = node.step, case .untilLocal = wait.rule else { continue }
            let zone = try zone(for: run, document, in: tx, needed: true)
            let end = RunMachine.end(of: wait, begun: run.nodeEnteredAt, zone: zone.zone)
            guard end != run.due else { continue }
            run.wait(until: end)
            ledger.record(Step(run, .waiting, reason: "timezone:\(zone.origin.rawValue)", detail: end.rfc3339, at: now))
            try runs.save(run, in: tx)
        }
    }
}
