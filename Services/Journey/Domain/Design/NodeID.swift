/// The name of one node inside a journey document, chosen by its author and never changed by Maru.
package struct NodeID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package static let lengthMax = 40  // characters
    package let rawValue: String

    /// Letters, digits, `-` and `_`, at most ``lengthMax``; otherwise nil.
    package init?(_ rawValue: String) {
        guard !rawValue.isEmpty, rawValue.utf8.count <= Self.lengthMax, rawValue.utf8.allSatisfy(Self.isAllowed) else { return nil }
        self.rawValue = rawValue
    }

    package var description: String { rawValue }

    package static func < (left: NodeID, right: NodeID) -> Bool { left.rawValue < right.rawValue }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "-"), UInt8(ascii: "_"): true
        case _: false
        }
    }
}
