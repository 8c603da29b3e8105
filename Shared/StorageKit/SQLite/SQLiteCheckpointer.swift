import Dispatch
import GRDBSQLite
import Synchronization

/// Brings the write-ahead log back into the database file without making commits wait for it.
///
/// SQLite's own automatic checkpoint copies inside a commit, which then takes as long as thousands of page writes. Here
/// a connection of its own copies beside the writer, again and again until little is left, and the writer adds only the few
/// pages committed meanwhile, after which SQLite starts the log anew (https://sqlite.org/wal.html, "Checkpointing").
///
/// A sync of thousands of changed pages at once would hold up the syncs of commits, which share the disk. So the copying
/// connection does not sync; what it wrote is brought to the disk bit by bit (``SQLiteTrickle``). Until that is done the
/// connection reads an old snapshot, which keeps SQLite from starting the log anew: a power cut finds everything in it.
/// Only when the log has grown to several times its limit, because the disk is slower than the writing, do commits wait.
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
    /// Pages left to the writer, and rounds of copying at most.
    private static let restMax = 256
    private static let roundsMax = 8

    private let path: String
    private let pagesMax: Int
    private let phase: Mutex<Phase>
    /// Pages in the log as of the last commit.
    private let length = Atomic<Int>(0)
    private let trickle: SQLiteTrickle
    private let failed = Atomic<Bool>(false)
    /// Below everything else: copying keeps a processor busy for tens of milliseconds, and nobody waits for it
    /// before the log is ``patience`` times its limit.
    private let queue = DispatchQueue(label: "maru.sqlite.checkpoint", qos: .background)

    /// - Parameter pagesMax: length of the log at which copying begins.
    init(path: String, pagesMax: Int) {
        self.path = path
        self.pagesMax = pagesMax
        phase = Mutex(.resting(until: pagesMax))
        trickle = SQLiteTrickle(path: path)
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

    /// Whether the disk refused to keep what was copied into the file: nothing more may be written before a restart.
    var hasFailed: Bool { failed.load(ordering: .relaxed) }

    /// Returns when no copying is under way.
    func finish() { queue.sync {} }

    private func committed(_ pages: Int, on writer: OpaquePointer?) {
        length.store(pages, ordering: .relaxed)
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
        var copied = 0
        for _ in 0..<Self.roundsMax {
            guard let done = copyOnce(after: copied) else {
                phase.withLock { $0 = .resting(until: pagesMax) }
                return
            }
            copied = done
            if length.load(ordering: .relaxed) - done <= Self.restMax { break }
        }
        phase.withLock { $0 = .copied(copied) }
    }

    /// Copies what is in the log and sees it to the disk.
    /// - Parameter copied: pages of the log that were in the file before; what is little more needs no pauses.
    /// - Returns: pages of the log that are in the file; nil when it could not be done.
    private func copyOnce(after copied: Int) -> Int? {
        guard !hasFailed, let snapshot = open() else { return nil }
        guard let copier = open() else {
            sqlite3_close_v2(snapshot)
            return nil
        }
        var keepsSnapshot = false
        defer {
            sqlite3_close_v2(copier)
            if !keepsSnapshot { sqlite3_close_v2(snapshot) }
        }
        // A connection learns only by reading that there is a log.
        let look = "SELECT count(*) FROM sqlite_schema"
        var done: CInt = 0
        guard sqlite3_exec(snapshot, "BEGIN", nil, nil, nil) == SQLITE_OK, sqlite3_exec(snapshot, look, nil, nil, nil) == SQLITE_OK,
            sqlite3_exec(copier, "PRAGMA synchronous = OFF", nil, nil, nil) == SQLITE_OK,
            sqlite3_exec(copier, look, nil, nil, nil) == SQLITE_OK,
            sqlite3_wal_checkpoint_v2(copier, nil, SQLITE_CHECKPOINT_PASSIVE, nil, &done) == SQLITE_OK
        else { return nil }
        // The disk has the log's pages since their commits; now it gets the file's.
        let isHurried = { self.length.load(ordering: .relaxed) > self.pagesMax * 3 }
        let isLittle = copied > 0 && Int(done) - copied <= pagesMax / 8
        if isLittle ? trickle.finish() : trickle.sync(isHurried: isHurried) { return Int(done) }
        // The snapshot stays open for as long as the process lives: the log, which has everything, is then never started anew,
        // and the next process copies it again.
        keepsSnapshot = true
        failed.store(true, ordering: .relaxed)
        return nil
    }

    private func open() -> OpaquePointer? {
        var connection: OpaquePointer?
        guard sqlite3_open_v2(path, &connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil) == SQLITE_OK else {
            sqlite3_close_v2(connection)
            return nil
        }
        return connection
    }
}
