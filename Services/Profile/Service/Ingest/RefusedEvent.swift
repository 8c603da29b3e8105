import CommonModels
import ProfileDomain
import StorageKit

/// An event that was refused, or a trait of it: kept as it was sent, for people to see what to change.
struct RefusedEvent {
    /// Of one source and day (UTC). A write key is no secret: who sends what is refused must not fill the disk with it.
    static let keptDayMax: Int64 = 2_000

    let at: Instant
    let source: String
    let code: String
    let detail: String
    let pointer: String
    let payload: String

    private init(at: Instant, source: String, code: String, detail: String, pointer: String = "", payload: String = "") {
        (self.at, self.source, self.code, self.detail, self.pointer, self.payload) = (at, source, code, detail, pointer, payload)
    }

    /// - Parameter payload: empty where nothing of it may be kept.
    init(_ reason: IngestRejection, of submission: IngestSubmission, payload: String = "") {
        self.init(
            at: submission.receivedAt, source: submission.source, code: reason.code, detail: reason.detail, pointer: reason.pointer,
            payload: payload.filter { $0 != "\0" })
    }

    init(_ fault: TraitFault, at: Instant, source: String, payload: String) {
        self.init(
            at: at, source: source, code: fault.reason.rawValue, detail: fault.reason.detail, pointer: "/traits" + fault.pointer,
            payload: payload)
    }

    /// Keeps the first of each source and day, and says once that there were more; those are in the day's counts alone.
    static func save(_ refused: [RefusedEvent], in transaction: any SQLTransaction) throws {
        var kept: [RefusedEvent] = []
        for (key, events) in Dictionary(grouping: refused, by: { IngestStore.DayKey(source: $0.source, day: $0.at.utcDay) }) {
            let before = try noted(events.count, key, in: transaction)
            let room = Int(max(0, keptDayMax - before))
            kept += events.prefix(room)
            if before <= keptDayMax, let next = events.dropFirst(room).first { kept.append(more(after: next)) }
        }
        try transaction.insert(
            into: "ingest_rejection", columns: ["at", "source", "code", "detail", "pointer", "payload"], rows: kept.map(\.row),
            onConflict: .fail)
    }

    /// - Returns: how many of the day there were before.
    private static func noted(_ count: Int, _ key: IngestStore.DayKey, in transaction: any SQLTransaction) throws -> Int64 {
        let row = try transaction.row("SELECT refusals FROM ingest_day WHERE source = $1 AND day = $2", [key.source, key.day])
        try transaction.execute(
            """
            INSERT INTO ingest_day (source, day, accepted, duplicate, rejected, last_received_at, refusals) VALUES ($1, $2, 0, 0, 0, 0, $3)
            ON CONFLICT (source, day) DO UPDATE SET refusals = ingest_day.refusals + excluded.refusals
            """, [key.source, key.day, count])
        return try row?.integer("refusals") ?? 0
    }

    private static func more(after event: RefusedEvent) -> RefusedEvent {
        RefusedEvent(
            at: event.at, source: event.source, code: "refusals-not-kept",
            detail: "\(keptDayMax) refusals of this source are kept for this day; more are counted and not kept.")
    }

    private var row: [SQLValue] { [at.sqlValue, .text(source), .text(code), .text(detail), .text(pointer), .text(payload)] }
}
