/// Events that are sent together.
package struct EventBatch: Sendable {
    /// Events and bytes of one request, as Segment's API allows.
    package static let eventsMax = 100
    package static let bytesMax = 480_000

    let number: Int
    package let events: [ImportedEvent]
    /// Where a resumed import begins once this batch and all before it are acknowledged.
    let resumeRow: Int
    package let counts: RowCounts
    package let rejects: [RowReject]

    /// What `POST /v1/batch` takes.
    package static func body(_ events: ArraySlice<ImportedEvent>) -> [UInt8] {
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
