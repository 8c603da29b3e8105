package import StorageKit

extension QueueDepth {
    /// Counts rows, up to ``countMax``.
    /// - Parameter rows: the table and condition, e.g. `journey_fact WHERE due <= $1`.
    package static func count(_ queue: String, _ rows: String, _ arguments: [any SQLBindable] = [], in tx: any SQLTransaction) throws
        -> QueueDepth
    {
        let sql = "SELECT COUNT(*) AS items FROM (SELECT 1 AS one FROM \(rows) LIMIT \(countMax)) AS waiting"
        return QueueDepth(queue, items: try tx.row(sql, arguments)?.integer("items") ?? 0)
    }
}
