/// What a saved mapping is called: small letters, digits, `-` and `_`, a letter first.
package struct ImportName: Hashable, Sendable {
    package let rawValue: String

    package init?(_ text: String) {
        guard (1...ImportLimits.nameLengthMax).contains(text.utf8.count), let first = text.utf8.first, Self.isLetter(first),
            text.utf8.allSatisfy({ Self.isLetter($0) || $0 &- 48 <= 9 || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") })
        else { return nil }
        rawValue = text
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte) }
}
