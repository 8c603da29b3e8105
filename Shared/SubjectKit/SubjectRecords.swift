package import CommonModels
package import StorageKit

/// Counts, reads and removes the rows of a person, table by table.
package struct SubjectRecords: Sendable {
    package let holdings: [SubjectHolding]

    package init(_ holdings: [SubjectHolding]) { self.holdings = holdings }

    /// How many rows there are in each place, in the order of ``holdings``.
    package func counts(of ids: [ProfileID], in tx: any SQLTransaction) throws -> [SubjectCount] {
        try holdings.map { holding in
            let condition = holding.condition(ids, from: 1, tx.engine)
            let row = try tx.row("SELECT COUNT(*) AS n FROM \(holding.table) WHERE \(condition)", ids.map { $0 as any SQLBindable })
            return SubjectCount(name: holding.table, rows: try row?.int("n") ?? 0, fate: holding.fate)
        }
    }

    /// Deletes what erasing removes. Tables that refer to others stand before them in ``holdings``.
    package func remove(_ ids: [ProfileID], in tx: any SQLTransaction) throws {
        for holding in holdings where holding.fate == .removed {
            try tx.execute(
                "DELETE FROM \(holding.table) WHERE \(holding.condition(ids, from: 1, tx.engine))", ids.map { $0 as any SQLBindable })
        }
    }

    /// Rows of one table as the person is given them.
    /// - Parameter after: the ``SubjectHolding/order`` of the row the page before ended at.
    /// - Returns: the rows, and what the next page starts after; nil on the last.
    package func page(
        _ holding: SubjectHolding, of ids: [ProfileID], after: SQLValue?, limit: Int, in tx: any SQLTransaction
    ) throws -> (rows: [JSONObject], next: SQLValue?) {
        let names = (holding.columns.map(\.name) + ["\(holding.order) AS subject_order"]).joined(separator: ", ")
        var sql = "SELECT \(names) FROM \(holding.table) WHERE \(holding.condition(ids, from: 2, tx.engine))"
        var arguments: [any SQLBindable] = [limit + 1]
        arguments += ids.map { $0 as any SQLBindable }
        if let after {
            sql += " AND \(holding.order) > $\(arguments.count + 1)"
            arguments.append(after)
        }
        let rows = try tx.rows(sql + " ORDER BY subject_order LIMIT $1", arguments)
        let shown = rows.prefix(limit)
        let next = rows.count > limit ? try shown.last?.value("subject_order") : nil
        return (
            try shown.map { row in
                try holding.columns.reduce(into: JSONObject()) { $0[$1.name] = try $1.value(in: row) }
            }, next
        )
    }
}
