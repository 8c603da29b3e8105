/// Characters by ranges and classes.
struct PatternCharacters: Sendable {
    enum Part: Sendable {
        case range(ClosedRange<UInt32>)
        case category(Category, isNegated: Bool)
        indirect case other(PatternCharacters)
    }

    /// General categories of Unicode; a letter alone stands for all that begin with it.
    enum Category: String, Sendable {
        case letter = "L"
        case upper = "Lu"
        case lower = "Ll"
        case number = "N"
        case digit = "Nd"
        case punctuation = "P"
        case symbol = "S"
        case separator = "Z"

        func contains(_ scalar: Unicode.Scalar) -> Bool {
            let found = scalar.properties.generalCategory
            return switch self {
            case .letter: [.uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter].contains(found)
            case .upper: found == .uppercaseLetter
            case .lower: found == .lowercaseLetter
            case .number: [.decimalNumber, .letterNumber, .otherNumber].contains(found)
            case .digit: found == .decimalNumber
            case .punctuation:
                [
                    .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
                    .otherPunctuation,
                ].contains(found)
            case .symbol: [.mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol].contains(found)
            case .separator: [.spaceSeparator, .lineSeparator, .paragraphSeparator].contains(found)
            }
        }
    }

    static let digit = PatternCharacters([.range(48...57)])
    static let word = PatternCharacters([.range(48...57), .range(65...90), .range(95...95), .range(97...122)])
    /// White space and line ends of ECMA-262.
    static let space = PatternCharacters([
        .range(9...13), .range(32...32), .range(0xA0...0xA0), .range(0x1680...0x1680), .range(0x2000...0x200A), .range(0x2028...0x2029),
        .range(0x202F...0x202F), .range(0x205F...0x205F), .range(0x3000...0x3000), .range(0xFEFF...0xFEFF),
    ])
    /// `.`: everything but line ends.
    static let dot = PatternCharacters([.range(10...10), .range(13...13), .range(0x2028...0x2029)], isNegated: true)

    let parts: [Part]
    let isNegated: Bool
    /// Which of the ASCII characters are in it, worked out once.
    private let ascii: (UInt64, UInt64)
    /// Parts that are asked about other characters, those of classes within it too.
    private let partCount: Int

    init(_ parts: [Part], isNegated: Bool = false) {
        self.parts = parts
        self.isNegated = isNegated
        partCount = parts.reduce(1) { $0 + Self.cost(of: $1) }
        var ascii: (UInt64, UInt64) = (0, 0)
        for value in UInt8(0)..<128 where Self.contains(Unicode.Scalar(value), parts) != isNegated {
            if value < 64 { ascii.0 |= 1 << UInt64(value) } else { ascii.1 |= 1 << UInt64(value - 64) }
        }
        self.ascii = ascii
    }

    var negated: PatternCharacters { PatternCharacters(parts, isNegated: !isNegated) }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 64 { return ascii.0 >> UInt64(scalar.value) & 1 == 1 }
        if scalar.value < 128 { return ascii.1 >> UInt64(scalar.value - 64) & 1 == 1 }
        return Self.contains(scalar, parts) != isNegated
    }

    /// Steps it takes to tell whether a character is in it.
    func cost(of scalar: Unicode.Scalar) -> Int { scalar.value < 128 ? 1 : partCount }

    private static func cost(of part: Part) -> Int {
        switch part {
        case .range: 1
        // The category of a character is looked up and compared with several.
        case .category: 8
        case .other(let set): set.partCount
        }
    }

    private static func contains(_ scalar: Unicode.Scalar, _ parts: [Part]) -> Bool {
        parts.contains { part in
            switch part {
            case .range(let range): range.contains(scalar.value)
            case .category(let category, let isNegated): category.contains(scalar) != isNegated
            case .other(let set): set.contains(scalar)
            }
        }
    }
}
