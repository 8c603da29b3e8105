/// Cuts the events of a file into batches, the same way every time.
///
/// Where many rows give no event, batches have none either: whoever reads comes to look around, and what was refused is not
/// held until an event follows.
package struct BatchReader {
    /// Rows of one batch, and bytes of what it refused.
    static let rowsMax = 50_000
    static let rejectBytesMax = 1_048_576

    private let eventsMax: Int
    private let bytesMax: Int
    private var reader: EventSource
    private var pending: ImportedEvent?
    private var number = 0
    private var isEnded = false

    package init(_ reader: EventSource, eventsMax: Int = EventBatch.eventsMax, bytesMax: Int = EventBatch.bytesMax) {
        self.reader = reader
        self.eventsMax = eventsMax
        self.bytesMax = bytesMax
    }

    /// Bytes of the file itself used so far.
    package var consumedBytes: Int { reader.consumedBytes }

    /// - Returns: nil when everything was given; a batch may have no events.
    package mutating func next() throws -> EventBatch? {
        if isEnded { return nil }
        var events: [ImportedEvent] = []
        var bytes = 0
        let lastRow = reader.counts.read + Self.rowsMax
        while true {
            guard let event = try pending ?? reader.next(upTo: lastRow, holding: Self.rejectBytesMax) else {
                isEnded = reader.isEnded
                break
            }
            pending = nil
            if events.count == eventsMax || (!events.isEmpty && bytes + event.json.count > bytesMax) {
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
