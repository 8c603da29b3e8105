/// The stable name of a journey in facts, feeds and URLs, such as `cart-reminder`.
package struct JourneyKey: Hashable, Sendable, CustomStringConvertible {
    package static let lengthMax = 80  // characters
    package let rawValue: String

    /// Lower-case letters, digits and `-`, starting with a letter or digit; otherwise nil.
    package init?(_ rawValue: String) {
        guard let first = rawValue.utf8.first, first != UInt8(ascii: "-"), rawValue.utf8.count <= Self.lengthMax else { return nil }
        let allowed = rawValue.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || byte == UInt8(ascii: "-")
        }
        guard allowed else { return nil }
        self.rawValue = rawValue
    }

    package var description: String { rawValue }
}
