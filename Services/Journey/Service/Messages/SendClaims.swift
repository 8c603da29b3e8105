import CommonModels
import JourneyDomain
import StorageKit

/// The transactions around a delivery. Each says what is true in the database before the next thing happens outside:
///
/// 1. ``claim(_:now:limit:ledger:in:)``: the record is leased; nothing has left. Settled at once when the gate holds it.
/// 2. ``begin(_:_:now:ledger:in:)``: the gate again, and `sending` is committed. From here the channel's guarantee rules.
/// 3. ``conclude(_:_:jitter:now:ledger:in:)``: what came of it, and the run moves on.
struct SendClaims: Sendable {
    static let preparationLease = Duration.seconds(120)
    /// Longer than any delivery may take.
    static let sendingLease = Duration.seconds(180)
    let catalogue: JourneyCatalogue
    let people: PersonReader
    let gate: SendGateReader
    private let runs = RunStore()
    private let sends = SendStore()

    init(catalogue: JourneyCatalogue, people: PersonReader, gate: SendGateReader) {
        self.catalogue = catalogue
        self.people = people
        self.gate = gate
    }

    var settling: SendSettling { SendSettling(catalogue: catalogue) }

    /// Takes due records: recovers those whose sender is gone, holds what may not be sent, leases the others.
    func claim(_ channel: MessageChannel, now: Instant, limit: Int, ledger: inout StepLedger, in tx: any SQLTransaction) throws -> (
        taken: Int, deliveries: [Delivery]
    ) {
        let records = try sends.due(channel, at: now, limit: limit, in: tx)
        return (records.count, try records.compactMap { try take($0, now: now, ledger: &ledger, in: tx) })
    }

    /// Takes one due record.
    /// - Returns: what to deliver; nil when the record was settled, or left to be sent again.
    func take(_ due: SendRecord, now: Instant, ledger: inout StepLedger, in tx: any SQLTransaction) throws -> Delivery? {
        var record = due
        if record.state == .sending {
            record.recover(now: now)
            try settling.save(record, now: now, ledger: &ledger, in: tx)
            return nil
        }
        guard var delivery = try delivery(record, in: tx) else {
            record.hold(.journeyArchived, now: now)
            try settling.save(record, now: now, ledger: &ledger, in: tx)
            return nil
        }
        if let hold = try gate.judge(delivery, now: now, ledger: &ledger, in: tx) {
            delivery.record.hold(hold.reason, detail: hold.detail, now: now)
            try settling.save(delivery.record, now: now, ledger: &ledger, in: tx)
            return nil
        }
        if try waits(&delivery, now: now, ledger: &ledger, in: tx) { return nil }
        delivery.record.prepare(until: now + Self.preparationLease, now: now)
        try sends.save(delivery.record, in: tx)
        return delivery
    }

    /// - Parameter rendered: what would leave; the policies are asked about what it is made of.
    /// - Returns: the delivery with its record in `sending`, committed by the caller before anything leaves; nil when it
    ///   may not be sent any more.
    func begin(
        _ delivery: Delivery, _ rendered: Rendered, now: Instant, ledger: inout StepLedger, in tx: any SQLTransaction
    ) throws -> Delivery? {
        guard let held = try sends.held(delivery.record, in: tx), var current = try self.delivery(held, in: tx) else { return nil }
        if let hold = try gate.judge(current, madeOf: rendered.fields, now: now, ledger: &ledger, in: tx) {
            current.record.hold(hold.reason, detail: hold.detail, now: now)
            try settling.save(current.record, now: now, ledger: &ledger, in: tx)
            return nil
        }
        if try waits(&current, now: now, ledger: &ledger, in: tx) { return nil }
        current.record.begin(until: now + Self.sendingLease, now: now)
        try sends.save(current.record, in: tx)
        return current
    }

    /// Writes down what came of an attempt. A record whose lease ran out meanwhile was settled by another process and
    /// stays as it is.
    func conclude(
        _ delivery: Delivery, _ result: DeliveryResult, jitter: Double, now: Instant, ledger: inout StepLedger, in tx: any SQLTransaction
    ) throws {
        guard var record = try sends.held(delivery.record, in: tx) else { return }
        record.conclude(result, jitter: jitter, now: now)
        try finish(record, now: now, ledger: &ledger, in: tx)
    }

    /// Writes down that a message could not be prepared.
    func conclude(
        _ delivery: Delivery, _ problem: RenderResult, jitter: Double, now: Instant, ledger: inout StepLedger, in tx: any SQLTransaction
    ) throws {
        guard var record = try sends.held(delivery.record, in: tx) else { return }
        switch problem {
        case .notFound: record.hold(.contentNotFound, now: now)
        case .incomplete: record.hold(.contentIncomplete, now: now)
        case .unavailable(let detail): record.postponePreparation(detail: detail, jitter: jitter, now: now)
        case .rendered: return
        }
        try finish(record, now: now, ledger: &ledger, in: tx)
    }

    /// Puts the message off until the person's hours begin, with the reason in the trace.
    private func waits(_ delivery: inout Delivery, now: Instant, ledger: inout StepLedger, in tx: any SQLTransaction) throws -> Bool {
        guard let opening = gate.opening(delivery, now: now) else { return false }
        delivery.record.wait(until: opening, because: .outsidePreferredHours, now: now)
        ledger.record(Step(delivery.record, .postponed, at: now))
        try sends.save(delivery.record, in: tx)
        return true
    }

    private func finish(_ record: SendRecord, now: Instant, ledger: inout StepLedger, in tx: any SQLTransaction) throws {
        if !record.state.isSettled { ledger.record(Step(record, .postponed, at: now)) }
        try settling.save(record, now: now, ledger: &ledger, in: tx)
    }

    /// nil when the run has ended, its node is gone, or its journey was archived.
    private func delivery(_ record: SendRecord, in tx: any SQLTransaction) throws -> Delivery? {
        guard let run = try runs.find(record.runID, in: tx), run.state == .sending, run.nodeID == record.nodeID,
            let key = try catalogue.openKey(of: run.journeyID, in: tx)
        else { return nil }
        let document = try catalogue.version(run.version, of: run.journeyID, in: tx).document
        guard case .message(let message)? = document[run.nodeID]?.step else { return nil }
        return Delivery(
            record: record, journey: key, message: message, person: try people.person(run.profileID, in: tx), run: run,
            timezone: document.timezone, event: document.entry.event)
    }
}
