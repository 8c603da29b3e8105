/// Puts stored events side by side; nothing is decoded.
struct FeedPageDraft {
    private static let opening = Array(#"{"specversion":"1.0","id":""#.utf8)

    private var body: [UInt8] = [UInt8(ascii: "[")]
    private(set) var count = 0
    /// Rows looked at, and the id of the last.
    private(set) var looked = 0
    private(set) var position: Int64

    init(after position: Int64) { self.position = position }

    /// Notes a row, whether there is anything to tell of it or not.
    mutating func look(at id: Int64) {
        looked += 1
        position = id
    }
    private var firstID: Int64?
    private var lastID: Int64?

    var isHeavy: Bool { body.count >= FeedPage.bytesMax }

    mutating func append(id: Int64, text: String) {
        if count > 0 { body.append(UInt8(ascii: ",")) }
        body += Self.opening
        body += String(id).utf8
        body += [UInt8(ascii: "\""), UInt8(ascii: ",")]
        body += text.utf8
        count += 1
        if firstID == nil { firstID = id }
        lastID = id
    }

    func page(isFull: Bool, head: Int64, removedThrough: Int64) -> FeedPage {
        FeedPage(
            body: body + [UInt8(ascii: "]")], count: count, firstID: firstID, lastID: lastID, isFull: isFull, head: head,
            removedThrough: removedThrough, position: position)
    }
}
