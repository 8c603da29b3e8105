import CommonModels
import ProfileDomain
import StorageKit

/// An event that waits: as it was sent, with all that is needed to take it later as it would have been taken then.
struct QuarantinedEvent: Sendable, Identifiable {
    static let columns = """
        quarantine_id, event_id, message_id, source, type, kind, time, received_at, rule, faults, attempts, judged_at, payload,
        batch_context, batch_sent_at, sender
        """

    let id: Int64
    /// The id it gets in the log.
    let eventId: EventID
    let messageId: String
    let source: String
    let type: CustomerEventType
    /// Its name, or its type where it has none.
    let kind: String
    let time: Instant
    let receivedAt: Instant
    /// The rule that keeps it, and everything that did not fit when it was last looked at.
    let rule: String
    let faults: [PlanJudgement.Fault]
    /// How often it was looked at again and stayed.
    let attempts: Int
    let judgedAt: Instant
    let payload: String
    private let batchContext: JSONObject?
    private let batchSentAt: Instant?
    let sender: IngestSender

    init(_ row: SQLRow) throws {
        id = try row.integer("quarantine_id")
        eventId = try row.id("event_id")
        messageId = try row.text("message_id")
        source = try row.text("source")
        type = try row.name("type")
        kind = try row.text("kind")
        time = try row.instant("time")
        receivedAt = try row.instant("received_at")
        rule = try row.text("rule")
        faults = try row.json("faults").arrayValue?.compactMap { PlanJudgement.Fault(json: $0) } ?? []
        attempts = try row.int("attempts")
        judgedAt = try row.instant("judged_at")
        payload = try row.text("payload")
        batchContext = try row.textOrNull("batch_context").flatMap { try? JSONValue(parsing: $0) }?.objectValue
        batchSentAt = try row.instantOrNull("batch_sent_at")
        sender = IngestSender(json: try row.json("sender"))
    }

    /// The call, read as ingest reads it.
    func call() throws(IngestRejection) -> IncomingCall {
        let bytes = Array(payload.utf8)
        let read: Result<IncomingCall, IngestRejection> = bytes.withUnsafeBufferPointer { buffer in
            do throws(IngestRejection) {
                return .success(
                    try IncomingCall(
                        parsing: buffer, type: type, limits: .serverKey, batchContext: batchContext, batchSentAt: batchSentAt))
            } catch {
                return .failure(error)
            }
        }
        return try read.get()
    }

    /// The event made ready for the writer, with its own id and the times of its arrival.
    func prepared(rules: IdentityRules, plan: TraitPlan, tracking: TrackingPlan) throws(IngestRejection) -> PreparedEvent {
        try PreparedEvent(
            call(), id: eventId, source: source, receivedAt: receivedAt, limits: .serverKey, rules: rules, plan: plan, tracking: tracking)
    }
}
