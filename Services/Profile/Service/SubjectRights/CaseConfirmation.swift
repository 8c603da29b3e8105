package import CommonModels
import StorageKit

/// What one service said of one action of a case.
package struct CaseConfirmation: Hashable, Sendable, Codable {
    package let service: ServiceName
    package let action: SubjectAction
    package let appliedAt: Instant
    package let receivedAt: Instant
    package let counts: [SubjectCount]
    /// Rows that still named the person afterwards.
    package let left: Int

    static func load(_ id: CaseID, in tx: any SQLTransaction) throws -> [CaseConfirmation] {
        try tx.rows(
            """
            SELECT service, action, applied_at, received_at, counts, remaining FROM case_confirmation WHERE case_id = $1
            ORDER BY received_at, service
            """, [id]
        ).map { row in
            CaseConfirmation(
                service: try row.name("service"), action: try row.name("action"), appliedAt: try row.instant("applied_at"),
                receivedAt: try row.instant("received_at"), counts: try row.json("counts").decode([SubjectCount].self),
                left: try row.int("remaining"))
        }
    }

    /// - Returns: false when the service had said so before; then nothing changes. Where something was left, it may say anew.
    static func save(
        _ confirmation: SubjectConfirmation, of id: CaseID, by service: ServiceName, at now: Instant, in tx: any SQLTransaction
    ) throws -> Bool {
        let before = try load(id, in: tx).first { $0.service == service && $0.action == confirmation.action }
        return try tx.execute(
            """
            INSERT INTO case_confirmation (case_id, action, service, applied_at, received_at, counts, remaining)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (case_id, action, service) DO UPDATE
            SET applied_at = excluded.applied_at, received_at = excluded.received_at, counts = excluded.counts,
                remaining = excluded.remaining WHERE case_confirmation.remaining > 0 OR excluded.remaining > 0
            """,
            [
                id, confirmation.action.rawValue, service.rawValue, confirmation.appliedAt, now,
                JSONValue(encoding: SubjectCount.sum(before?.counts ?? [], confirmation.counts)),
                confirmation.left,
            ]) == 1
    }
}

extension SubjectCount {
    /// What was found at first and what was found when it was asked again, by place.
    static func sum(_ before: [SubjectCount], _ after: [SubjectCount]) -> [SubjectCount] {
        var sums = before
        for count in after {
            if let place = sums.firstIndex(where: { $0.name == count.name }) {
                // What goes by itself is there still, and counted again.
                let rows = count.fate == .expiring ? count.rows : sums[place].rows + count.rows
                sums[place] = SubjectCount(name: count.name, rows: rows, fate: count.fate)
            } else {
                sums.append(count)
            }
        }
        return sums
    }
}
