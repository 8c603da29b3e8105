import CommonModels
import ProfileDomain
import StorageKit

/// A signal is about a thing; where the thing is called as somebody is all the same, it goes with them.
enum SignalErasure {
    static let subjectsSQL = "SELECT subject_type, subject_id FROM signal_subject WHERE subject_id IN"
    private static let tables = ["signal", "signal_state", "signal_subject"]

    /// Removes what was said of subjects whose id is one of these identities' values.
    /// - Returns: how many rows went, table by table.
    static func remove(about identities: some Collection<IdentityKey>, in tx: any SQLTransaction) throws -> [SubjectCount] {
        // Whatever was said of something is said of a subject that is known.
        let subjects = try tx.rows(subjectsSQL, in: Set(identities.map(\.value)).sorted()).map { row in
            [SQLValue.text(try row.text("subject_type")), .text(try row.text("subject_id"))]
        }
        return try tables.map { table in
            let rows = try tx.executeMany("DELETE FROM \(table) WHERE subject_type = $1 AND subject_id = $2", subjects)
            return SubjectCount(name: table, rows: rows, fate: .removed)
        }
    }
}
