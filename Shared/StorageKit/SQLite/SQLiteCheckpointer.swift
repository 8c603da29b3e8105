import Dispatch
import GRDBSQLite
import Synchronization

/// Brings the write-ahead log back into the database file without making commits wait for it.
///
/// SQLite's own automatic checkpoint copies inside a commit, which then takes as long as thousands of page writes. Here
/// a connection of its own copies beside the writer, and the writer adds only the few pages committed meanwhile, after
/// which SQLite starts the log anew (https://sqlite.org/wal.html, "Checkpointing"). Only when the log has grown to
/// several times its limit, because the disk is slower than the writing, do commits wait for the copying.
final class SQLiteCheckpointer: Sendable {
    private enum Phase {
        /// Nothing to do before the log holds this many pages.
        case resting(until: Int)
        case copying
        /// The log's first pages are in the file.
        case copied(Int)
    }

    /// Times the limit at which commits wait.
    private static let patience = 8

    private let path: String
    private let pagesMax: Int
    private let phase: Mutex<Phase>
    private let queue = DispatchQueue(label: "maru.sqlite.checkpoint")

    /// - Parameter pagesMax: length of the log at which copying begins.
    init(path: String, pagesMax: Int) {
        self.path = path
        self.pagesMax = pagesMax
        phase = Mutex(.resting(until: pagesMax))
    }

    /// Takes the place of the automatic checkpoint on the writing connection, which the checkpointer must outlive.
    func watch(_ writer: OpaquePointer?) {
        sqlite3_wal_hook(
            writer,
            { context, connection, _, pages in
                guard let context else { return SQLITE_OK }
                Unmanaged<SQLiteCheckpointer>.fromOpaque(context).takeUnretainedValue().committed(Int(pages), on: connection)
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Returns when no copying is under way.
    func finish() { queue.sync {} }

    private func committed(_ pages: Int, on writer: OpaquePointer?) {
        if pages >= pagesMax * Self.patience { finish() }
        let (begins, ends) = phase.withLock { phase in
            switch phase {
            case .resting(let until):
                // Shorter than a whole log before the limit: it was started anew.
                guard pages >= until || (pages >= pagesMax && pages < until - pagesMax) else { return (false, false) }
                phase = .copying
                return (true, false)
            case .copying: return (false, false)
            case .copied(let done) where pages - done >= pagesMax:
                phase = .copying
                return (true, false)
            case .copied:
                // With an old reader the log cannot start anew and grows on; the next round is then a limit away.
                phase = .resting(until: pages + pagesMax)
                return (false, true)
            }
        }
        if begins { queue.async { self.copy() } }
        // A full disk is reported by the commit that meets it; the log keeps everything until then.
        if ends { _ = sqlite3_wal_checkpoint_v2(writer, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil) }
    }

    private func copy() {
        var connection: OpaquePointer?
        defer { sqlite3_close_v2(connection) }
        var done: CInt = 0
        // A connection learns only by reading that there is a log.
        let isCopied =
            sqlite3_open_v2(path, &connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil) == SQLITE_OK
            && sqlite3_exec(connection, "SELECT count(*) FROM sqlite_schema", nil, nil, nil) == SQLITE_OK
            && sqlite3_wal_checkpoint_v2(connection, nil, SQLITE_CHECKPOINT_PASSIVE, nil, &done) == SQLITE_OK
        let pages = isCopied ? Int(done) : 0
        phase.withLock { $0 = isCopied ? .copied(pages) : .resting(until: pagesMax) }
    }
}
