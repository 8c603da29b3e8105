/// What files and integrations call a segment: 1…60 of `a-z`, `0-9`, `-`, starting with a letter.
package struct SegmentKey: Hashable, Sendable {
    package static let lengthMax = 60  // characters

    package let text: String

    package init?(_ text: String) {
        let bytes = text.utf8
        guard bytes.count <= SegmentKey.lengthMax, let first = bytes.first, (97...122).contains(first),
            bytes.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 45 })
        else { return nil }
        self.text = text
    }
}
