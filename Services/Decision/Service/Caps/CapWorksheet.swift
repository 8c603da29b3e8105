import CommonModels
import DecisionDomain
import StorageKit

/// The counters one transaction works on: read once, changed in memory, written back only if nobody else changed them.
///
/// The caller holds the `decision` lock of the database, so replicas take turns; the revision in the `WHERE` clause is the
/// guarantee that stays if that were ever forgotten.
struct CapWorksheet {
    private var ledgers: [CapCounterKey: CapLedger] = [:]
    private var changed: Set<CapCounterKey> = []

    /// - Parameters:
    ///   - profiles: people whose counters are needed, all of them.
    ///   - totals: names of caps counted over everybody.
    init(profiles: Set<String>, totals: Set<String>, in tx: any SQLTransaction) throws {
        let personal = "SELECT subject, cap, uses, revision FROM cap_counter WHERE subject IN"
        try tx.rows(personal, in: profiles).forEach { try add($0) }
        let everybody = "SELECT subject, cap, uses, revision FROM cap_counter WHERE subject = '\(CapCounterKey.everybody)' AND cap IN"
        try tx.rows(everybody, in: totals).forEach { try add($0) }
    }

    func ledger(_ key: CapCounterKey) -> CapLedger { ledgers[key] ?? .empty }

    /// Takes one use of each cap, or of none when one of them is full.
    ///
    /// - Returns: whether all admitted it.
    mutating func reserve(_ caps: [ScopedCap], for profile: ProfileID?, at: Instant) -> Bool {
        var trial: [CapCounterKey: CapLedger] = [:]
        for cap in caps {
            guard let key = CapCounterKey(cap, profile: profile) else { return false }
            var ledger = trial[key] ?? self.ledger(key)
            guard ledger.admits(cap.cap, at: at) else { return false }
            ledger.record(cap.cap, at: at)
            trial[key] = ledger
        }
        for (key, ledger) in trial { put(ledger, at: key) }
        return true
    }

    /// Counts what has already happened, over the limit or not.
    mutating func count(_ caps: [ScopedCap], for profile: ProfileID?, at: Instant) {
        for cap in caps {
            guard let key = CapCounterKey(cap, profile: profile) else { continue }
            var ledger = self.ledger(key)
            ledger.record(cap.cap, at: at)
            put(ledger, at: key)
        }
    }

    private mutating func put(_ ledger: CapLedger, at key: CapCounterKey) {
        ledgers[key] = ledger
        changed.insert(key)
    }

    /// Writes what changed and moves every changed ledger to its next revision.
    ///
    /// - Throws: ``CapConflict`` when a counter was changed behind our back; the transaction must not commit.
    mutating func save(in tx: any SQLTransaction) throws {
        guard !changed.isEmpty else { return }
        var rows: [[SQLValue]] = []
        for key in changed.sorted() {
            guard var ledger = ledgers[key] else { continue }
            ledger.revision += 1
            ledgers[key] = ledger
            rows.append([.text(key.subject), .text(key.cap), .text(ledger.text), .integer(ledger.revision)])
        }
        let saved = try tx.executeMany(
            """
            INSERT INTO cap_counter (subject, cap, uses, revision) VALUES ($1, $2, $3, $4)
            ON CONFLICT (subject, cap) DO UPDATE SET uses = excluded.uses, revision = excluded.revision
            WHERE cap_counter.revision = excluded.revision - 1
            """, rows)
        guard saved == rows.count else { throw CapConflict() }
        changed = []
    }

    private mutating func add(_ row: SQLRow) throws {
        let key = CapCounterKey(subject: try row.text("subject"), cap: try row.text("cap"))
        guard let ledger = CapLedger(text: try row.text("uses"), revision: try row.integer("revision")) else {
            throw StorageError.malformed("a cap counter holds no ledger")
        }
        ledgers[key] = ledger
    }
}
