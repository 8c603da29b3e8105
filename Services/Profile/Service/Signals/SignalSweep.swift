import CommonModels
import ProfileDomain
import StorageKit

/// Removes signals that were kept as long as their type says. What a subject's state is stays, until nothing was said of the
/// subject for that long.
struct SignalSweep: Sendable {
    private static let atOnce = 2_000

    let database: any Database
    let clock: WallClock

    /// - Returns: rows that went; 0 when nothing is left.
    func step() async throws -> Int {
        let now = clock.now()
        return try await database.write { tx in
            let kept = try SignalTypeStore.stored(in: tx).map { (key: $0.type.key, days: $0.type.keepDays) }
            // Of a type that was removed, signals stay as long as a type says that says nothing.
            let used = try Self.usedTypes(in: tx).subtracting(kept.map(\.key)).sorted()
            for (key, days) in kept + used.map({ (key: $0, days: SignalLimits.keepDaysDefault) }) {
                let removed = try Self.remove(key, before: now - .days(days), in: tx)
                if removed > 0 { return removed }
            }
            return 0
        }
    }

    /// Types that subjects have, each found by the index.
    private static func usedTypes(in tx: any SQLTransaction) throws -> Set<String> {
        var found: Set<String> = []
        var last = ""
        while let row = try tx.row(
            "SELECT subject_type FROM signal_subject WHERE subject_type > $1 ORDER BY subject_type LIMIT 1", [last])
        {
            last = try row.text("subject_type")
            found.insert(last)
        }
        return found
    }

    private static func remove(_ type: String, before horizon: Instant, in tx: any SQLTransaction) throws -> Int {
        let signals = try tx.execute(
            """
            DELETE FROM signal WHERE signal_seq IN (
                SELECT signal_seq FROM signal WHERE subject_type = $1 AND received_at < $2 ORDER BY received_at LIMIT $3)
            """, [type, horizon, atOnce])
        if signals > 0 { return signals }
        let subjects = try tx.rows(
            """
            SELECT subject_id FROM signal_subject WHERE subject_type = $1 AND last_seen < $2 AND NOT EXISTS (
                SELECT 1 FROM signal WHERE signal.subject_type = signal_subject.subject_type AND signal.subject_id = signal_subject.subject_id)
            ORDER BY subject_id LIMIT $3
            """, [type, horizon, atOnce]
        ).map { try $0.text("subject_id") }
        for table in ["signal_state", "signal_subject"] {
            try tx.executeMany(
                "DELETE FROM \(table) WHERE subject_type = $1 AND subject_id = $2", subjects.map { [.text(type), .text($0)] })
        }
        return subjects.count
    }
}
