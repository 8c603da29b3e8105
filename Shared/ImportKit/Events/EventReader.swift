/// Reads a file and gives its events in an order that is the same every time.
///
/// With grouping, rows of one event may stand up to `window` rows apart. An event is given once no row of it came
/// for that long, so memory holds only the events open at one time.
struct EventReader {
    /// Bytes of one event; a group that grows past this is rejected as a whole.
    static let eventBytesMax = 262_144
    /// Keys remembered to notice a group that comes back too late.
    static let rememberedKeysMax = 2_000_000

    let source: any ByteSource
    private var reader: RowReader
    private let bound: BoundMapping
    private let window: Int
    private let skip: ImportState
    private var people: RowPeople?
    private var record = RowRecord()
    private var key: [UInt8] = []
    private var item: [UInt8] = []
    private var open: [[UInt8]: EventGroup] = [:]
    /// The group of the row before, which most rows continue.
    private var current: EventGroup?
    /// Groups in the order in which they may close, with the last row known when queued.
    private var closing: [(group: EventGroup, lastRow: Int)] = []
    private var closingHead = 0
    private var closedKeys: Set<Int> = []
    private(set) var isEnded = false
    private(set) var counts = RowCounts()
    /// Rows refused since ``takeRejects()`` was called.
    private var rejects: [RowReject] = []
    private var rejectBytes = 0

    /// - Parameters:
    ///   - isStopped: asked now and then while rows are matched.
    ///   - open: opens the file; again, when its rows are matched first.
    init(
        format: ImportFormat = .csv, mapping: ImportMapping, path: String, resuming state: ImportState, isStopped: () -> Bool = { false },
        open: () throws -> any ByteSource
    ) throws {
        if let match = mapping.match {
            let (rows, bound) = try Self.rows(try open(), format, mapping, path)
            people = try RowPeople(
                match, rows: rows, bound: bound, fingerprint: state.contentFingerprint, isStopped: isStopped)
        }
        source = try open()
        (reader, bound) = try Self.rows(source, format, mapping, path)
        window = mapping.grouping?.window ?? 0
        skip = state
    }

    /// The rows of a file, at the first one, and the mapping with their columns.
    private static func rows(
        _ source: any ByteSource, _ format: ImportFormat, _ mapping: ImportMapping, _ path: String
    ) throws -> (RowReader, BoundMapping) {
        switch format {
        case .csv:
            var reader = CSVReader(source, delimiter: mapping.delimiter)
            var header = RowRecord()
            guard try reader.next(&header) else { throw ImportError.emptyFile(path: path) }
            if mapping.encoding == .latin1 { header.decodeLatin1() }
            return (RowReader(reader), try BoundMapping(mapping, header: header))
        case .jsonLines:
            let bound = try BoundMapping(mapping, header: nil)
            return (RowReader(JSONLinesReader(source, columns: bound.columnNames)), bound)
        }
    }

    /// The first row that is not in an event given so far; rows before it need not be read again.
    var firstOpenRow: Int {
        let rows = open.values.map(\.firstRow)
        return min(rows.min() ?? .max, counts.read + 1)
    }

    mutating func takeRejects() -> [RowReject] {
        defer {
            rejects.removeAll()
            rejectBytes = 0
        }
        return rejects
    }

    /// - Returns: nil at the end of the file, or after so many rows or bytes of refused ones.
    mutating func next(upTo lastRow: Int = .max, holding bytesMax: Int = .max) throws -> ImportedEvent? {
        while true {
            if let group = closable() {
                open[group.key] = nil
                remember(group.key)
                if let event = checked(group.event(bound)) { return event }
                continue
            }
            if isEnded || counts.read >= lastRow || rejectBytes > bytesMax { return nil }
            guard try reader.next(&record) else {
                isEnded = true
                queueCurrent()
                continue
            }
            if let event = try take().flatMap({ checked($0) }) { return event }
        }
    }

    /// The event, unless it is too large to be sent.
    private mutating func checked(_ event: ImportedEvent) -> ImportedEvent? {
        if event.json.count <= EventReader.eventBytesMax { return event }
        reject(rows: event.firstRow...event.lastRow, "the event is larger than \(EventReader.eventBytesMax) bytes", text: "")
        return nil
    }

    /// Adds the row that was read to its event.
    /// - Returns: the event, when every row is one.
    private mutating func take() throws -> ImportedEvent? {
        counts.read = record.row
        let isSkipped = record.row < skip.resumeRow
        if let problem = bound.fault(of: &record) {
            if !isSkipped { rejectRow(problem) }
            return nil
        }
        guard bound.isWanted(record) else {
            counts.leftOut += 1
            return nil
        }
        if let person = people?.person(of: record.row) { record.note(found: person) }
        bound.groupKey(record, into: &key)
        if bound.mapping.grouping != nil, key.allSatisfy({ $0 == 0 }) {
            if !isSkipped { rejectRow("all columns of groupBy are empty") }
            return nil
        }
        if isSkipped {
            // A row that was refused began no event.
            if window > 0, opensEvent() { remember(key) }
            return nil
        }
        do throws(RowProblem) {
            let amounts = try readRow()
            if let lastRow = skip.acknowledgedRow(of: key), record.row <= lastRow {
                remember(key)
                return nil
            }
            return try addRow(amounts)
        } catch {
            rejectRow(error.detail)
            return nil
        }
    }

    private mutating func opensEvent() -> Bool {
        do throws(RowProblem) {
            _ = try readRow()
            _ = try bound.head(record)
            return true
        } catch {
            return false
        }
    }

    /// Reads what the row adds to its event.
    private mutating func readRow() throws(RowProblem) -> [Int64] {
        var amounts: [Int64] = []
        for total in bound.totals { amounts.append(try total.amount(record)) }
        item.removeAll(keepingCapacity: true)
        if bound.mapping.items != nil { try bound.appendItem(record, to: &item) }
        return amounts
    }

    private mutating func addRow(_ amounts: [Int64]) throws(RowProblem) -> ImportedEvent? {
        if bound.mapping.grouping == nil {
            var bytes = try bound.head(record)
            bound.finish(&bytes, totals: amounts, items: item)
            return ImportedEvent(key: [], firstRow: record.row, lastRow: record.row, json: bytes)
        }
        if current?.key != key {
            queueCurrent()
            current = open[key]
            if current == nil {
                if closedKeys.contains(key.hashValue) {
                    throw RowProblem(
                        "the event '\(String(decoding: key, as: UTF8.self))' was finished more than \(window) rows ago; raise groupBy.window"
                    )
                }
                let group = EventGroup(key: key, row: record.row, head: try bound.head(record), totalCount: amounts.count)
                open[key] = group
                current = group
            }
        }
        try current?.add(row: record.row, item: item, amounts: amounts)
        return nil
    }

    private mutating func queueCurrent() {
        if let current { closing.append((current, current.lastRow)) }
        current = nil
    }

    /// The next group no row of which came for `window` rows.
    private mutating func closable() -> EventGroup? {
        while closingHead < closing.count {
            let (group, lastRow) = closing[closingHead]
            if !isEnded, counts.read - lastRow <= window { return nil }
            closingHead += 1
            if closingHead > 1_024 {
                closing.removeFirst(closingHead)
                closingHead = 0
            }
            // A later row moved the group further back in the queue, or it is being continued right now.
            if group.lastRow == lastRow, group !== current { return group }
        }
        return nil
    }

    private mutating func remember(_ key: [UInt8]) {
        if closedKeys.count < EventReader.rememberedKeysMax { closedKeys.insert(key.hashValue) }
    }

    private mutating func rejectRow(_ reason: String) {
        reject(rows: record.row...record.row, reason, text: record.text(delimiter: bound.mapping.delimiter))
    }

    private mutating func reject(rows: ClosedRange<Int>, _ reason: String, text: String) {
        counts.rejected += rows.count
        let reject = RowReject(rows: rows, reason: reason, text: text)
        rejectBytes += reject.bytes
        rejects.append(reject)
    }
}
