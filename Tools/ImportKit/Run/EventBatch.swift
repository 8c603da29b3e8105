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
