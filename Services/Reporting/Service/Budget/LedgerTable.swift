import CommonModels
package import ReportingDomain
package import StorageKit

/// Ledger entries and their postings, only ever added to.
package enum LedgerTable {
    /// Checks the entry against the balances and writes it.
    static func post(_ entry: LedgerEntry, quarter: Quarter, by person: String, in transaction: any SQLTransaction) throws {
        var ledger = try balances(of: entry.postings.map(\.account), in: transaction)
        try ledger.post(entry)
        let ordered: Int64 = if case .spend(_, _, let ordered) = entry.action { ordered } else { 0 }
        let subject = entry.action.initiative?.rawValue ?? entry.action.department?.rawValue ?? ""
        try transaction.insert(
            into: "ledger_entry",
            columns: ["entry_id", "day", "quarter", "recorded_at", "kind", "subject_id", "amount", "ordered", "memo", "recorded_by"],
            rows: [
                [
                    entry.id.sqlValue, entry.day.sqlValue, quarter.sqlValue, entry.recordedAt.sqlValue, .text(entry.action.kind.rawValue),
                    .text(subject), .integer(entry.action.minorUnits), .integer(ordered), .text(entry.memo), .text(person),
                ]
            ])
        guard let row = try transaction.row("SELECT sequence FROM ledger_entry WHERE entry_id = $1", [entry.id]) else { return }
        let sequence = try row.integer("sequence")
        try transaction.insert(
            into: "ledger_posting", columns: ["sequence", "account", "quarter", "amount"],
            rows: entry.postings.map { [.integer(sequence), .text($0.account.text), quarter.sqlValue, .integer($0.minorUnits)] })
    }

    private static func balances(of accounts: [LedgerAccount], in transaction: any SQLTransaction) throws -> Ledger {
        var balances: [LedgerAccount: Int64] = [:]
        for account in accounts { balances[account] = try balance(of: account, in: transaction) }
        return Ledger(balances: balances)
    }

    static func balance(of account: LedgerAccount, in transaction: any SQLTransaction) throws -> Int64 {
        try transaction.row(
            "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) AS balance FROM ledger_posting WHERE account = $1", [account.text])?
            .integer("balance") ?? 0
    }

    /// Balances of every account up to the end of a quarter.
    static func balances(through quarter: Quarter, in transaction: any SQLTransaction) throws -> [LedgerAccount: AccountBalance] {
        var balances: [LedgerAccount: AccountBalance] = [:]
        let rows = try transaction.rows(
            """
            SELECT account, CAST(SUM(CASE WHEN quarter = $1 THEN amount ELSE 0 END) AS BIGINT) AS in_quarter,
                CAST(SUM(amount) AS BIGINT) AS through
            FROM ledger_posting WHERE quarter <= $1 GROUP BY account
            """, [quarter.index])
        for row in rows {
            guard let account = LedgerAccount(try row.text("account")) else { continue }
            balances[account] = AccountBalance(through: try row.integer("through"), inQuarter: try row.integer("in_quarter"))
        }
        return balances
    }

    /// One line of the ledger as people read it.
    package struct Line: Sendable, Hashable {
        package let id: String
        package let day: Day
        package let kind: LedgerAction.Kind
        package let subject: String
        package let minorUnits: Int64
        package let memo: String
        package let person: String
        package let sequence: Int64
    }

    /// Newest first.
    package static func lines(before sequence: Int64?, limit: Int, in transaction: any SQLTransaction) throws -> [Line] {
        try transaction.rows(
            """
            SELECT sequence, entry_id, day, kind, subject_id, amount, memo, recorded_by FROM ledger_entry
            WHERE sequence < $1 ORDER BY sequence DESC LIMIT $2
            """, [sequence ?? Int64.max, limit]
        ).map { row in
            Line(
                id: try row.text("entry_id"), day: Day(number: try row.int("day")), kind: try row.name("kind"),
                subject: try row.text("subject_id"), minorUnits: try row.integer("amount"), memo: try row.text("memo"),
                person: try row.text("recorded_by"), sequence: try row.integer("sequence"))
        }
    }
}
