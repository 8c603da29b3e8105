/// Up to 100 events that are sent together.
struct EventBatch: Sendable {
    /// Events and bytes of one request, as Segment's API allows.
    static let eventsMax = 100
    static let bytesMax = 480_000

    let number: Int
    let events: [ImportedEvent]
    /// Where a resumed import begins once this batch and all before it are acknowledged.
    let resumeRow: Int
    let counts: RowCounts
    let rejects: [RowReject]

    static func body(_ events: ArraySlice<ImportedEvent>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(events.reduce(32) { $0 + $1.json.count + 1 })
        bytes += "{\"batch\":[".utf8
        for (index, event) in events.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += event.json
        }
        bytes += "]}".utf8
        return bytes
    }
}

/// Cuts the events of a file into batches, the same way every time.
struct BatchReader {
    private var reader: EventReader
    private var pending: ImportedEvent?
    private var number = 0
    private var isEnded = false

    init(_ reader: EventReader) { self.reader = reader }

    /// - Returns: nil when everything was given; the last batch may have no events.
    mutating func next() throws -> EventBatch? {
        if isEnded { return nil }
        var events: [ImportedEvent] = []
        var bytes = 0
        while true {
            guard let event = try pending ?? reader.next() else {
                isEnded = true
                break
            }
            pending = nil
            if events.count == EventBatch.eventsMax || (!events.isEmpty && bytes + event.json.count > EventBatch.bytesMax) {
                pending = event
                break
            }
            events.append(event)
            bytes += event.json.count + 1
        }
        number += 1
        let resumeRow = min(reader.firstOpenRow, pending?.firstRow ?? .max)
        return EventBatch(number: number, events: events, resumeRow: resumeRow, counts: reader.counts, rejects: reader.takeRejects())
    }
}
