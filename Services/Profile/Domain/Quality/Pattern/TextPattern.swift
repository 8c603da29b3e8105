/// A regular expression that cannot be made slow: it is run as an automaton that looks at each character once (K. Thompson,
/// "Regular Expression Search Algorithm", CACM 11(6), 1968), so its time is at most its length times the text's, whatever either
/// says, and counted.
///
/// Reads the part of ECMA-262 that is regular, in Unicode mode: characters, `.`, classes with ranges and negation, `\d \w \s` and
/// their opposites, `\p{L}` `\p{Lu}` `\p{Ll}` `\p{N}` `\p{Nd}` `\p{P}` `\p{S}` `\p{Z}` and `\P`, `\t \n \r \f \v \0 \xHH \uHHHH
/// \u{H…}`, `^ $ \b \B`, groups of every spelling, `|`, `* + ? {n} {n,} {n,m}` and their lazy forms (which match the same). Refused:
/// what no automaton can do or what would look elsewhere: back references, look-ahead and look-behind. It finds the pattern
/// anywhere in the text unless `^` and `$` say otherwise.
struct TextPattern: Hashable, Sendable {
    static let lengthMax = 500  // characters
    static let instructionsMax = 1_000
    static let repeatMax = 500
    static let depthMax = 20  // groups in one another
    /// Characters of a text; a longer one counts as not checked.
    static let textMax = 4_096

    /// Why a pattern is not taken.
    enum Refusal: Error, Hashable, Sendable {
        case tooLong, tooLarge, tooDeep
        case syntax(at: Int)
        /// A back reference or a look around.
        case notRegular(String)
        case unknownEscape(String)

        var detail: String {
            switch self {
            case .tooLong: "may have at most \(lengthMax) characters"
            case .tooLarge: "is too large once its repetitions are written out"
            case .tooDeep: "has groups deeper than \(depthMax) levels"
            case .syntax(let place): "is no regular expression; see character \(place + 1)"
            case .notRegular(let text): "must do without \(text): back references and look-around are not taken"
            case .unknownEscape(let text): "must do without \(text), which is not known"
            }
        }
    }

    enum Outcome: Hashable, Sendable {
        case found, missing, tooLong
    }

    let source: String
    let program: [PatternInstruction]

    init(_ source: String) throws(Refusal) {
        guard source.unicodeScalars.count <= Self.lengthMax else { throw .tooLong }
        var parser = PatternParser(source)
        let tree = try parser.parse()
        var compiler = PatternCompiler()
        try compiler.compile(tree)
        self.source = source
        program = compiler.program + [.end]
    }

    /// - Parameter steps: goes down by the work done; at 0 the text counts as too long.
    func match(_ text: String, steps: inout Int) -> Outcome {
        var scalars: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars {
            guard scalars.count < Self.textMax else { return .tooLong }
            scalars.append(scalar)
        }
        var run = PatternRun(program, scalars)
        return run.outcome(steps: &steps)
    }

    func matches(_ text: String) -> Bool {
        var steps = Int.max
        return match(text, steps: &steps) == .found
    }

    static func == (left: TextPattern, right: TextPattern) -> Bool { left.source == right.source }

    func hash(into hasher: inout Hasher) { hasher.combine(source) }
}
