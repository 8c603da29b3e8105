/// Reads a regular expression by recursive descent.
struct PatternParser {
    private let scalars: [Unicode.Scalar]
    private(set) var place = 0
    private var depth = 0

    init(_ source: String) { scalars = Array(source.unicodeScalars) }

    mutating func parse() throws(TextPattern.Refusal) -> PatternTree {
        let tree = try choice()
        guard place == scalars.count else { throw .syntax(at: place) }
        return tree
    }

    func peek(_ ahead: Int = 0) -> Unicode.Scalar? { place + ahead < scalars.count ? scalars[place + ahead] : nil }

    mutating func next() throws(TextPattern.Refusal) -> Unicode.Scalar {
        guard let scalar = peek() else { throw .syntax(at: place) }
        place += 1
        return scalar
    }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek() == scalar else { return false }
        place += 1
        return true
    }

    private mutating func choice() throws(TextPattern.Refusal) -> PatternTree {
        depth += 1
        defer { depth -= 1 }
        guard depth <= TextPattern.depthMax else { throw .tooDeep }
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(TextPattern.Refusal) -> PatternTree {
        var parts: [PatternTree] = []
        while let scalar = peek(), scalar != "|", scalar != ")" {
            let (atom, mayRepeat) = try atom()
            parts.append(mayRepeat ? try repeated(atom) : atom)
        }
        return .sequence(parts)
    }

    private mutating func atom() throws(TextPattern.Refusal) -> (PatternTree, mayRepeat: Bool) {
        let start = place
        let scalar = try next()
        switch scalar {
        case "^": return (.edge(.start), false)
        case "$": return (.edge(.end), false)
        case ".": return (.characters(.dot), true)
        case "(": return (try group(), true)
        case "[": return (.characters(try characterClass()), true)
        case "\\":
            if take("b") { return (.edge(.word), false) }
            if take("B") { return (.edge(.noWord), false) }
            return (.characters(try escape(inClass: false)), true)
        // In Unicode mode these stand for themselves only when escaped.
        case "*", "+", "?", "{", "}", "]": throw .syntax(at: start)
        default: return (.characters(PatternCharacters([.range(scalar.value...scalar.value)])), true)
        }
    }

    /// After `(`.
    private mutating func group() throws(TextPattern.Refusal) -> PatternTree {
        if take("?") {
            let kind = try next()
            switch kind {
            case ":": break
            case "=", "!": throw .notRegular("(?\(kind)")
            case "<":
                if peek() == "=" || peek() == "!" { throw .notRegular("(?<\(try next())") }
                while try next() != ">" {}
            default: throw .syntax(at: place - 1)
            }
        }
        let tree = try choice()
        guard take(")") else { throw .syntax(at: place) }
        return tree
    }

    private mutating func repeated(_ atom: PatternTree) throws(TextPattern.Refusal) -> PatternTree {
        let (least, most): (Int, Int?)
        if take("*") {
            (least, most) = (0, nil)
        } else if take("+") {
            (least, most) = (1, nil)
        } else if take("?") {
            (least, most) = (0, 1)
        } else if take("{") {
            (least, most) = try counts()
        } else {
            return atom
        }
        // A lazy repetition matches the same texts.
        _ = take("?")
        return .repeated(atom, least: least, most: most)
    }

    /// After `{`.
    private mutating func counts() throws(TextPattern.Refusal) -> (Int, Int?) {
        let least = try number()
        var most: Int? = least
        if take(",") { most = peek() == "}" ? nil : try number() }
        guard most.map({ $0 >= least }) ?? true, take("}") else { throw .syntax(at: place) }
        return (least, most)
    }

    private mutating func number() throws(TextPattern.Refusal) -> Int {
        let start = place
        var number = 0
        while let scalar = peek(), ("0"..."9").contains(scalar) {
            number = number * 10 + Int(scalar.value - 48)
            place += 1
            guard number <= TextPattern.repeatMax else { throw .tooLarge }
        }
        guard place > start else { throw .syntax(at: place) }
        return number
    }
}
