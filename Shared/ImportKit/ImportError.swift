/// Why an import cannot start or go on. What is wrong with single rows goes to the reject file instead.
package enum ImportError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file cannot be opened or read.
    case unreadable(path: String, reason: String)
    /// The gzip stream is damaged or ends too early.
    case damagedCompression(path: String)
    /// It inflates past ``GzipByteSource/growthMax`` times its own bytes, as no table does.
    case inflatesTooFar(path: String)
    /// A record is longer than ``CSVReader/recordBytesMax``; most often a quote that is never closed.
    case recordTooLong(row: Int)
    /// A line of JSON Lines is longer than ``LineReader/lineBytesMax``.
    case lineTooLong(row: Int)
    case emptyFile(path: String)
    /// Without a mapping only the events of JSON Lines can be read.
    case mappingMissing(path: String)
    /// Everything wrong with a mapping, each with its place.
    case invalidMapping([MappingProblem])
    /// It has more rows, or more different values of the keys they are matched by, than are kept in memory.
    case tooMuchToMatch(RecordMatcher.Limits)
    /// The state file belongs to another file or mapping.
    case stateMismatch(path: String, reason: String)
    /// The server refused the key.
    case notAllowed(String)
    /// The server did not accept a batch after every retry; the import can be resumed.
    case undelivered(String)

    package var description: String {
        switch self {
        case .unreadable(let path, let reason): "cannot read \(path): \(reason)"
        case .damagedCompression(let path): "\(path) is not a complete gzip file"
        case .inflatesTooFar(let path):
            "\(path) inflates past \(GzipByteSource.growthMax) times its own bytes; if it is what you mean to import, send it uncompressed"
        case .recordTooLong(let row): "row \(row) is longer than \(CSVReader.recordBytesMax) bytes; a quote may never be closed"
        case .lineTooLong(let row): "line \(row) is longer than \(LineReader.lineBytesMax) bytes"
        case .emptyFile(let path): "\(path) has no header row"
        case .mappingMissing(let path): "\(path) needs a mapping; only JSON Lines of events can do without"
        case .invalidMapping(let problems): "the mapping is not valid:\n" + problems.map { "  \($0)" }.joined(separator: "\n")
        case .tooMuchToMatch(let limits):
            "rows are matched up to \(limits.records) of them and \(limits.values) different values of their keys; split the file"
        case .stateMismatch(let path, let reason): "\(path) belongs to another import (\(reason)); use --restart to begin again"
        case .notAllowed(let reason): "the server refused the key: \(reason)"
        case .undelivered(let reason): "the server did not take the events (\(reason)); run the same command again to resume"
        }
    }
}
