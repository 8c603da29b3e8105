import CommonModels
import ProfileDomain
import StorageKit

/// Files that lie here to be imported when somebody is erased. Who stands in them only a mapping tells, and there may be none yet;
/// so none is searched, and all of them go soon, however much they are used. Until then nothing of anybody erased is
/// imported from them (``BlockList``).
enum UploadedFiles {
    /// - Returns: how many they are.
    static func limit(at now: Instant, in tx: any SQLTransaction) throws -> SubjectCount {
        try tx.execute("UPDATE import_file SET gone_by = $1 WHERE gone_by IS NULL", [now + ImportLimits.fileKeptFor])
        let files = try tx.row("SELECT count(*) AS n FROM import_file")?.int("n") ?? 0
        return SubjectCount(name: "import_file", rows: files, fate: .expiring)
    }
}
