/// Classes of characters and escapes.
extension PatternParser {
    /// After `[`.
    mutating func characterClass() throws(TextPattern.Refusal) -> PatternCharacters {
        let isNegated = take("^")
        var parts: [PatternCharacters.Part] = []
        while !take("]") {
            let first = try classMember()
            guard peek() == "-", let after = peek(1), after != "]" else {
                parts.append(contentsOf: first.parts)
                continue
            }
            let dash = place
            _ = take("-")
            let second = try classMember()
            guard let low = first.single, let high = second.single, low <= high else { throw .syntax(at: dash) }
            parts.append(.range(low...high))
        }
        return PatternCharacters(parts, isNegated: isNegated)
    }

    private mutating func classMember() throws(TextPattern.Refusal) -> PatternCharacters {
        let scalar = try next()
        guard scalar == "\\" else { return PatternCharacters([.range(scalar.value...scalar.value)]) }
        if take("b") { return PatternCharacters([.range(8...8)]) }
        if take("-") { return PatternCharacters([.range(45...45)]) }
        return try escape(inClass: true)
    }

    /// After a backslash.
    mutating func escape(inClass: Bool) throws(TextPattern.Refusal) -> PatternCharacters {
        let scalar = try next()
        switch scalar {
        case "d": return .digit
        case "D": return inClass ? PatternCharacters([.other(PatternCharacters.digit.negated)]) : PatternCharacters.digit.negated
        case "w": return .word
        case "W": return inClass ? PatternCharacters([.other(PatternCharacters.word.negated)]) : PatternCharacters.word.negated
        case "s": return .space
        case "S": return inClass ? PatternCharacters([.other(PatternCharacters.space.negated)]) : PatternCharacters.space.negated
        case "p", "P": return try category(isNegated: scalar == "P")
        case "1"..."9": throw .notRegular("\\\(scalar)")
        case "k": throw .notRegular("\\k")
        default: return try PatternCharacters([.range(single(scalar))])
        }
    }

    private mutating func single(_ scalar: Unicode.Scalar) throws(TextPattern.Refusal) -> ClosedRange<UInt32> {
        let value: UInt32
        switch scalar {
        case "t": value = 9
        case "n": value = 10
        case "v": value = 11
        case "f": value = 12
        case "r": value = 13
        case "0": value = 0
        case "x": value = try hexadecimal(2)
        case "u": value = take("{") ? try bracedHexadecimal() : try hexadecimal(4)
        case "^", "$", "\\", ".", "*", "+", "?", "(", ")", "[", "]", "{", "}", "|", "/": value = scalar.value
        default: throw .unknownEscape("\\\(scalar)")
        }
        return value...value
    }

    private mutating func hexadecimal(_ count: Int) throws(TextPattern.Refusal) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<count {
            guard let digit = Character(try next()).hexDigitValue else { throw .syntax(at: place - 1) }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    private mutating func bracedHexadecimal() throws(TextPattern.Refusal) -> UInt32 {
        var value: UInt32 = 0
        repeat {
            guard let digit = Character(try next()).hexDigitValue else { throw .syntax(at: place - 1) }
            value = value << 4 | UInt32(digit)
            guard value <= 0x10FFFF else { throw .syntax(at: place - 1) }
        } while !take("}")
        return value
    }

    private mutating func category(isNegated: Bool) throws(TextPattern.Refusal) -> PatternCharacters {
        guard take("{") else { throw .syntax(at: place) }
        var name = ""
        while !take("}") {
            guard name.count < 40 else { throw .syntax(at: place) }
            name.unicodeScalars.append(try next())
        }
        guard let category = PatternCharacters.Category(rawValue: name) else { throw .unknownEscape("\\p{\(name)}") }
        return PatternCharacters([.category(category, isNegated: isNegated)])
    }
}

extension PatternCharacters {
    /// The one character it holds.
    fileprivate var single: UInt32? {
        guard !isNegated, parts.count == 1, case .range(let range) = parts[0], range.count == 1 else { return nil }
        return range.lowerBound
    }
}
