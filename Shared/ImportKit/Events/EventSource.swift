/// The events of a file, in an order that is the same every time: rows that a mapping turns into events, or lines that are
/// events already.
package struct EventSource {
    private let source: any ByteSource
    private var rows: EventReader?
    private var lines: EventLineReader?

    /// - Parameters:
    ///   - isStopped: asked now and then while rows are matched.
    ///   - open: opens the file; again, when its rows are matched first.
    ///   - mapping: nil for JSON Lines of events.
    ///   - path: names the file in errors.
    /// - Throws: ``ImportError``
    package init(
        format: ImportFormat, mapping: ImportMapping?, path: String, resuming state: ImportState, isStopped: () -> Bool = { false },
        open: () throws -> any ByteSource
    ) throws {
        if let mapping {
            let reader = try EventReader(format: format, mapping: mapping, path: path, resuming: state, isStopped: isStopped, open: open)
            source = reader.source
            rows = reader
        } else {
            guard format == .jsonLines else { throw ImportError.mappingMissing(path: path) }
            source = try open()
            lines = EventLineReader(source, fingerprint: state.contentFingerprint, resumingAt: state.resumeRow)
        }
    }

    package var consumedBytes: Int { source.consumedBytes }
    var counts: RowCounts { rows?.counts ?? lines?.counts ?? RowCounts() }
    /// The first row that is not in an event given so far; rows before it need not be read again.
    var firstOpenRow: Int { rows?.firstOpenRow ?? lines?.firstOpenRow ?? 1 }

    /// Whether the file was read to its end; once ``next(upTo:holding:)`` gives nothing then, everything was given.
    var isEnded: Bool { rows?.isEnded ?? lines?.isEnded ?? true }

    /// - Parameters:
    ///   - row: after it nothing more is read now.
    ///   - bytes: of what was refused and not taken yet; past them nothing more is read now.
    /// - Returns: nil at the end of the file, or where one of these was reached before an event.
    mutating func next(upTo row: Int, holding bytes: Int) throws -> ImportedEvent? {
        if rows != nil { return try rows?.next(upTo: row, holding: bytes) }
        return try lines?.next(upTo: row, holding: bytes)
    }

    mutating func takeRejects() -> [RowReject] { rows?.takeRejects() ?? lines?.takeRejects() ?? [] }
}
