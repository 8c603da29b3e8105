import CommonModels
import ProfileDomain
import StorageKit

/// Data quality's part of one transaction of ingest: holds events back that the plan does not let through, and keeps the
/// counts that scores are made of. Without a plan it looks at no event.
struct QualityBatch {
    /// Events of one source that may go into quarantine in one day; beyond it they are refused.
    static let quarantineDayMax: Int64 = 100_000

    let plan: TrackingPlan
    /// Whether anything waits in quarantine, where a repeated message must be recognized as well.
    private let waits: Bool
    private let quarantineMax: Int64
    private var books = QualityBooks()
    private var quarantine = QuarantineRows()
    private var refused: [RefusedEvent] = []
    private var lastConflict: EventID?
    private var quarantinedToday: [IngestStore.DayKey: Int64] = [:]

    init(_ plans: TrackingPlanCache, in transaction: any SQLTransaction, quarantineMax: Int64 = quarantineDayMax) throws {
        (plan, waits) = try plans.state(in: transaction)
        self.quarantineMax = quarantineMax
    }

    /// Messages of these submissions that wait in quarantine.
    func waiting(_ submissions: [IngestSubmission], in transaction: any SQLTransaction) throws -> Set<String> {
        waits ? try QuarantineRows.known(submissions.lazy.flatMap(\.events).map(\.messageId), in: transaction) : []
    }

    /// Judges an event by the plan that holds now.
    /// - Parameter position: among the events of `submission`.
    /// - Returns: whether the event must not be taken; `outcome` then says what became of it.
    mutating func holdsBack(
        _ event: PreparedEvent, at position: Int, of submission: IngestSubmission, _ claims: IdentityClaims, _ outcome: inout IngestOutcome,
        in transaction: any SQLTransaction
    ) throws -> Bool {
        if plan.isEmpty { return false }
        guard let judgement = event.judged(by: plan, isOwn: submission.sender.isOwn) else { return false }
        books.measure(judgement, submission)
        guard let reason = judgement.reason else { return false }
        books.violation(judgement, submission)
        switch reason.mode {
        case .observe:
            outcome.violating += 1
            return false
        case .quarantine:
            guard try hasRoom(submission, in: transaction) else {
                refuse(.quarantineFull(max: Int(quarantineMax)), at: position, of: submission, &outcome)
                return true
            }
            quarantine.add(event, submission.sent(at: position), judgement, submission, claims)
            outcome.quarantined += 1
        case .block:
            refuse(.planViolated(reason), at: position, of: submission, &outcome)
            books.blocked(submission)
        }
        return true
    }

    /// Notes that something an event stated identifies nobody, or could not be kept; once an event.
    mutating func conflict(_ event: PreparedEvent, _ submission: IngestSubmission) {
        guard lastConflict != event.id else { return }
        lastConflict = event.id
        books.conflict(submission)
    }

    mutating func count(_ submission: IngestSubmission, _ outcome: IngestOutcome) { books.count(submission, outcome) }

    func save(in transaction: any SQLTransaction) throws {
        try books.save(in: transaction)
        try quarantine.save(in: transaction)
        try RefusedEvent.save(refused, in: transaction)
    }

    private mutating func refuse(
        _ reason: IngestRejection, at position: Int, of submission: IngestSubmission, _ outcome: inout IngestOutcome
    ) {
        let sent = submission.sent(at: position)
        outcome.refused.append(IngestOutcome.Refused(index: sent.index, reason: reason))
        refused.append(RefusedEvent(reason, of: submission, payload: sent.payload))
    }

    private mutating func hasRoom(_ submission: IngestSubmission, in transaction: any SQLTransaction) throws -> Bool {
        let key = IngestStore.DayKey(source: submission.source, day: submission.receivedAt.utcDay)
        let before =
            try quarantinedToday[key]
            ?? transaction.row("SELECT quarantined FROM ingest_day WHERE source = $1 AND day = $2", [key.source, key.day])?
            .integer("quarantined") ?? 0
        guard before < quarantineMax else {
            quarantinedToday[key] = before
            return false
        }
        quarantinedToday[key] = before + 1
        return true
    }
}
