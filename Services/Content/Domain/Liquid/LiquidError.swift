/// Why a template does not parse or render, with the line (1-based) where it happened.
package struct LiquidError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Hashable, Sendable {
        /// The template is not written correctly.
        case syntax
        /// A filter got a wrong number of arguments or a value it cannot use.
        case argument
        /// Values of different kinds were compared or selected from.
        case type
        /// A limit of ``LiquidLimits`` was reached.
        case limit
        /// An included fragment does not exist.
        case missingPartial
    }

    static let tooLarge = LiquidError(.limit, "a value is larger than \(LiquidLimits.valueBytesMax) bytes")

    package let kind: Kind
    package let message: String
    /// 0 until the line is known.
    package var line: Int
    /// The fragment the error is in; nil for the template itself.
    package var partial: String?

    init(_ kind: Kind, _ message: String, line: Int = 0) {
        self.kind = kind
        self.message = message
        self.line = line
    }

    /// The same error at `line`, unless it already has one.
    func at(_ line: Int) -> LiquidError {
        guard self.line == 0 else { return self }
        var copy = self
        copy.line = line
        return copy
    }

    package var description: String {
        (partial.map { "fragment \($0), " } ?? "") + "line \(line): \(message)"
    }
}
