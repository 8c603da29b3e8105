import CLinux
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Brings what was written to a file to the disk in pieces with pauses, so that syncs of other files get their turns.
final class SQLiteTrickle: Sendable {
    /// Bytes of one piece.
    private static let piece = 1_048_576
    /// Microseconds of the longest pause.
    private static let pauseMax = 50_000.0

    private let path: String
    /// Open as long as this lives: closing any descriptor of a file drops the locks its process holds on it, also SQLite's
    /// (POSIX advisory locks, fcntl(2)). Negative before the first use.
    private let descriptor = Mutex<CInt>(-1)

    init(path: String) { self.path = path }

    deinit {
        descriptor.withLock { descriptor in
            if descriptor >= 0 { close(descriptor) }
        }
    }

    /// - Parameter isHurried: whether there is no time for pauses.
    /// - Returns: whether everything that was written is on the disk.
    func sync(isHurried: () -> Bool) -> Bool {
        guard let file = opened() else { return false }
        var status = stat()
        guard fstat(file, &status) == 0 else { return false }
        for offset in stride(from: 0, to: Int64(status.st_size), by: Self.piece) {
            let start = ContinuousClock.now
            if maru_write_range(file, offset, Int64(Self.piece)) != 0 {
                // A failure is told once: the sync at the end would know nothing of it.
                guard [ENOSYS, EINVAL, ESPIPE].contains(errno) else { return false }
                break
            }
            let taken = ContinuousClock.now - start
            // Pieces without changes take no time.
            if taken > .milliseconds(1), !isHurried() { usleep(UInt32(min(taken * 2 / .microseconds(1), Self.pauseMax))) }
        }
        return fsync(file) == 0
    }

    /// The same at once, for the little that was written since.
    func finish() -> Bool {
        guard let file = opened() else { return false }
        return fsync(file) == 0
    }

    private func opened() -> CInt? {
        descriptor.withLock { descriptor in
            if descriptor < 0 { descriptor = open(path, O_RDONLY | O_CLOEXEC) }
            return descriptor < 0 ? nil : descriptor
        }
    }
}
