/// An event whose rows are still being read.
final class EventGroup {
    let key: [UInt8]
    let firstRow: Int
    var lastRow: Int
    private let head: [UInt8]
    private var items: [UInt8] = []
    private var totals: [Int64]

    init(key: [UInt8], row: Int, head: [UInt8], totalCount: Int) {
        self.key = key
        firstRow = row
        lastRow = row
        self.head = head
        totals = Array(repeating: 0, count: totalCount)
    }

    func add(row: Int, item: [UInt8], amounts: [Int64]) throws(RowProblem) {
        for (index, amount) in amounts.enumerated() {
            let (sum, overflow) = totals[index].addingReportingOverflow(amount)
            if overflow { throw RowProblem("the total is too large") }
            totals[index] = sum
        }
        if !item.isEmpty, !isTooLarge {
            if !items.isEmpty { items.append(UInt8(ascii: ",")) }
            items += item
        }
        lastRow = row
    }

    /// Nothing more is kept of an event that is refused at its end.
    private var isTooLarge: Bool { head.count + items.count > EventReader.eventBytesMax }

    /// The finished event as JSON.
    func event(_ mapping: BoundMapping) -> ImportedEvent {
        var bytes = head
        bytes.reserveCapacity(head.count + items.count + 64)
        mapping.finish(&bytes, totals: totals, items: items)
        return ImportedEvent(key: key, firstRow: firstRow, lastRow: lastRow, json: bytes)
    }
}
