import CommonModels
import ProfileDomain
import StorageKit

/// The rows of `quarantined_event` one transaction of ingest adds.
struct QuarantineRows {
    private static let columns = [
        "event_id", "message_id", "source", "type", "kind", "time", "received_at", "rule", "faults", "judged_at", "payload",
        "batch_context",
        "batch_sent_at", "sender",
    ]

    private var events: [[SQLValue]] = []
    private var identities: [[SQLValue]] = []

    /// Which of these messages wait in quarantine.
    static func known(_ ids: some Sequence<String>, in transaction: any SQLTransaction) throws -> Set<String> {
        Set(
            try transaction.rows("SELECT message_id FROM quarantined_event WHERE message_id IN", in: ids).map { try $0.text("message_id") })
    }

    mutating func add(
        _ event: PreparedEvent, _ sent: IngestSubmission.Sent, _ judgement: PlanJudgement, _ submission: IngestSubmission,
        _ claims: IdentityClaims
    ) {
        let received = submission.receivedAt.sqlValue
        events.append([
            event.id.sqlValue, .text(event.messageId), .text(submission.source), .text(event.call.type.rawValue),
            .text(event.call.name ?? event.call.type.rawValue), event.time.sqlValue, received,
            .text(judgement.reason?.rule ?? ""), Self.text(judgement).sqlValue, received, .text(sent.payload),
            submission.batchContext.map { JSONValue.object($0) }.sqlValue, submission.batchSentAt.sqlValue,
            submission.sender.json.sqlValue,
        ])
        for key in claims.all { identities.append([.text(key.namespace.rawValue), .text(key.value), event.id.sqlValue]) }
    }

    func save(in transaction: any SQLTransaction) throws {
        guard !events.isEmpty else { return }
        try transaction.insert(into: "quarantined_event", columns: Self.columns, rows: events, onConflict: .fail)
        try transaction.insert(
            into: "quarantine_identity", columns: ["namespace", "value", "event_id"], rows: identities, onConflict: .ignore)
    }

    static func text(_ judgement: PlanJudgement) -> JSONValue { .array(judgement.faults.map(\.json)) }
}

extension IngestSender {
    /// Kept with an event that waits, so that it is taken later as it would have been.
    var json: JSONValue {
        var members: JSONObject = ["gpc": .bool(isGPC), "publicKey": .bool(hasPublicKey)]
        if let ip = evidence.ip { members["ip"] = .string(ip) }
        if let userAgent = evidence.userAgent { members["userAgent"] = .string(userAgent) }
        return .object(members)
    }

    init(json: JSONValue) {
        self.init(
            isGPC: json["gpc"]?.boolValue ?? false,
            evidence: ConsentEvidence(ip: json["ip"]?.stringValue, userAgent: json["userAgent"]?.stringValue),
            // What was kept before it was noted may have come from anybody's page.
            hasPublicKey: json["publicKey"]?.boolValue ?? true)
    }
}
