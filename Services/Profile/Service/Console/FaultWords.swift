import CommonModels
import ConsoleKit
import ServiceKit

/// What is wrong with a document, in the reader's language. Documents are checked where no language is known, so their faults
/// are English sentences; the catalogue has the ones people meet most, and one that is one of these is told by it. Where a
/// fault stands is told by its pointer, which stays as it is.
struct FaultWords {
    /// `profile.formFault.…`, the narrower sentence first.
    static let names = [
        "required", "missing", "unsupported", "unknown", "unknownHere", "unknownKey", "notJSON", "object", "text", "textMax", "list",
        "members", "membersOf", "flag", "number", "numberAbove", "whole", "wholeFrom", "characters", "charactersMax", "bytesMax",
        "severalOf", "notOneOf", "oneOf", "arrayOf", "names", "schema", "schemas", "choices", "expression",
        "expressionAt", "expressionLarge", "notRegular", "every", "everyOnly", "typeName", "localNames", "sources", "userNeeded",
        "columnNeeded", "tellsApart", "columnOrValue", "writtenOut", "notYAML",
    ]
    /// A fault and its line.
    private static let line = "line"
    private static let first: Character = "\u{1}"
    private static let second: Character = "\u{2}"

    let words: Words

    init(_ words: Words) { self.words = words }
    init(_ screen: ConsoleScreen) { self.init(screen.words) }

    /// - Returns: `detail` itself where the catalogue has no such sentence.
    func text(_ detail: String) -> String {
        if let found = parts(of: detail, Self.line), let fault = found["a"], let line = found["b"].flatMap({ Int($0) }) {
            return words(key(Self.line), ["a": text(fault), "b": "\(line)"])
        }
        for name in Self.names {
            if let found = parts(of: detail, name) { return words(key(name), found) }
        }
        return detail
    }

    func faults(_ faults: [Problem.Fault]) -> [Problem.Fault] { faults.map { Problem.Fault(text($0.detail), pointer: $0.pointer) } }

    private func key(_ name: String) -> String { "profile.formFault.\(name)" }

    private func parts(of detail: String, _ name: String) -> [String: String]? {
        Self.values(
            of: detail, in: words.catalogue.text(key(name), in: .en, ["a": String(Self.first), "b": String(Self.second)]))
    }

    /// What stands in `text` where `sentence` has its places; nil when it is another sentence.
    static func values(of text: String, in sentence: String) -> [String: String]? {
        let marks = sentence.filter { $0 == first || $0 == second }.map { $0 == first ? "a" : "b" }
        let pieces = sentence.split(omittingEmptySubsequences: false) { $0 == first || $0 == second }
        guard let beginning = pieces.first, text.hasPrefix(beginning) else { return nil }
        var rest = text.dropFirst(beginning.count)
        var values: [String: String] = [:]
        for (mark, piece) in zip(marks, pieces.dropFirst()) {
            let isLast = values.count == marks.count - 1
            guard let place = isLast ? Self.end(of: piece, in: rest) : rest.firstRange(of: piece), place.lowerBound > rest.startIndex else {
                return nil
            }
            values[mark] = String(rest[..<place.lowerBound])
            rest = rest[place.upperBound...]
        }
        return rest.isEmpty ? values : nil
    }

    /// Where `rest` ends with a piece.
    private static func end(of piece: Substring, in rest: Substring) -> Range<Substring.Index>? {
        rest.hasSuffix(piece) ? rest.index(rest.endIndex, offsetBy: -piece.count)..<rest.endIndex : nil
    }
}
