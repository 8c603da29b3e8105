package import CommonModels
package import JourneyDomain
package import StorageKit

/// Ends a send and lets its run go on, in one transaction.
package struct SendSettling: Sendable {
    private let catalogue: JourneyCatalogue
    private let runs = RunStore()
    private let sends = SendStore()

    package init(catalogue: JourneyCatalogue) { self.catalogue = catalogue }

    /// Saves the record; when it is settled, tells everybody and moves the run on.
    package func save(_ record: SendRecord, now: Instant, ledger: inout StepLedger, in tx: any SQLTransaction) throws {
        try sends.save(record, in: tx)
        guard record.state.isSettled else { return }
        ledger.record(record, at: now)
        try moveOn(record, now: now, ledger: &ledger, in: tx)
    }

    /// The run leaves the message node, unless it has ended meanwhile.
    package func moveOn(_ record: SendRecord, now: Instant, ledger: inout StepLedger, in tx: any SQLTransaction) throws {
        guard var run = try runs.find(record.runID, in: tx), run.state == .sending, run.nodeID == record.nodeID else { return }
        let document = try catalogue.version(run.version, of: run.journeyID, in: tx).document
        guard let node = document[run.nodeID], case .message(let message) = node.step else { return }
        ledger.record(Step(run, .moved, detail: JourneyEdge.Way.next.rawValue, at: now))
        run.arrive(at: message.next, now: now)
        try runs.save(run, in: tx)
    }
}
