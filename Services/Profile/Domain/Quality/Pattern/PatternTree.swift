/// A regular expression as read.
indirect enum PatternTree: Sendable {
    case nothing
    case characters(PatternCharacters)
    case edge(PatternEdge)
    case sequence([PatternTree])
    case choice([PatternTree])
    /// - Parameter most: nil without an end.
    case repeated(PatternTree, least: Int, most: Int?)
}

/// A place between two characters.
enum PatternEdge: Hashable, Sendable {
    case start, end, word, noWord

    func holds(before: Unicode.Scalar?, after: Unicode.Scalar?) -> Bool {
        switch self {
        case .start: before == nil
        case .end: after == nil
        case .word: Self.isWord(before) != Self.isWord(after)
        case .noWord: Self.isWord(before) == Self.isWord(after)
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar?) -> Bool { scalar.map { PatternCharacters.word.contains($0) } ?? false }
}

/// One step of the automaton.
enum PatternInstruction: Sendable {
    case characters(PatternCharacters)
    case edge(PatternEdge)
    case jump(Int)
    case split(Int, Int)
    case end
}
