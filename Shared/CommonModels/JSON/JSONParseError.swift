/// Why a text is not acceptable JSON, and at which byte (0-based) the reader stopped.
package struct JSONParseError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Reason: String, Hashable, Sendable {
        case unexpectedEnd = "the text ends too early"
        case unexpectedByte = "unexpected character"
        case invalidNumber = "not a JSON number"
        case invalidString = "not a JSON string: control character or wrong escape"
        case invalidUTF8 = "not valid UTF-8"
        case tooDeep = "nested too deeply"
        case tooMany = "too many members in one array or object"
        case stringTooLong = "a string is too long"
        case trailingBytes = "more text after the value"
    }

    package let reason: Reason
    package let offset: Int

    package init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    package var description: String { "\(reason.rawValue) at byte \(offset)" }
}
