import CommonModels
import StorageKit

/// Confirmations on their way to Profile. They are written with the change they tell of and stay until they are taken.
enum ConfirmationOutbox {
    struct Waiting: Sendable {
        let caseID: CaseID
        let action: SubjectAction
        let subjects: [String]
        var confirmation: SubjectConfirmation
        /// Whether the service's own feed has been cleaned, where that is asked for.
        let isCleaned: Bool
        let attempts: Int
    }

    static func add(_ confirmation: SubjectConfirmation, for order: SubjectOrder, of caseID: CaseID, in tx: any SQLTransaction) throws {
        try tx.execute(
            """
            INSERT INTO subject_outbox (case_id, action, subjects, body, is_cleaned, attempts, due) VALUES ($1, $2, $3, $4, $5, 0, $6)
            ON CONFLICT (case_id, action) DO UPDATE SET body = excluded.body, is_cleaned = excluded.is_cleaned, attempts = 0,
                due = excluded.due
            """,
            [
                caseID, order.action.rawValue, JSONValue.array(order.ids.map { .string($0.rawValue) }),
                JSONValue(encoding: confirmation), order.action != .erase, confirmation.appliedAt,
            ])
    }

    static func due(at now: Instant, limit: Int, in tx: any SQLTransaction) throws -> [Waiting] {
        try tx.rows(
            "SELECT case_id, action, subjects, body, is_cleaned, attempts FROM subject_outbox WHERE due <= $1 ORDER BY due LIMIT $2",
            [now, limit]
        ).map { row in
            Waiting(
                caseID: try row.id("case_id"), action: try row.name("action"),
                subjects: try row.json("subjects").arrayValue?.compactMap(\.stringValue) ?? [],
                confirmation: try row.json("body").decode(SubjectConfirmation.self), isCleaned: try row.bool("is_cleaned"),
                attempts: try row.int("attempts"))
        }
    }

    /// - Parameter before: what was said until then.
    static func cleaned(_ waiting: Waiting, before: SubjectConfirmation, in tx: any SQLTransaction) throws {
        try tx.execute(
            "UPDATE subject_outbox SET is_cleaned = 1, body = $3 WHERE case_id = $1 AND action = $2 AND body = $4",
            [waiting.caseID, waiting.action.rawValue, JSONValue(encoding: waiting.confirmation), JSONValue(encoding: before)])
    }

    static func postpone(_ waiting: Waiting, until due: Instant, in tx: any SQLTransaction) throws {
        try tx.execute(
            "UPDATE subject_outbox SET attempts = attempts + 1, due = $3 WHERE case_id = $1 AND action = $2",
            [waiting.caseID, waiting.action.rawValue, due])
    }

    /// Takes out what was sent, unless it was replaced meanwhile: the same was asked again.
    static func remove(_ waiting: Waiting, in tx: any SQLTransaction) throws {
        try tx.execute(
            "DELETE FROM subject_outbox WHERE case_id = $1 AND action = $2 AND body = $3",
            [waiting.caseID, waiting.action.rawValue, JSONValue(encoding: waiting.confirmation)])
    }
}
