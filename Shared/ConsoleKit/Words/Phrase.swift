package import CommonModels

/// One sentence of the catalogue in one language, with places for values.
///
/// `{name}` is replaced by the value. `{name:first|second}` picks by the value: in English `first` when it is `1`, else
/// `second` (`{n} {n:customer|customers}`); in Korean `first` when its last sound closes with a consonant, else `second`
/// (`{name}{name:을|를}`).
package struct Phrase: Hashable, Sendable {
    private let pieces: [Piece]
    private let locale: ConsoleLocale

    private enum Piece: Hashable, Sendable {
        case literal(String)
        case value(String)
        case choice(String, first: String, second: String)
    }

    /// - Throws: ``CatalogueError/malformed(_:)`` when a brace is not closed.
    package init(_ source: String, locale: ConsoleLocale) throws(CatalogueError) {
        self.locale = locale
        var pieces: [Piece] = []
        var rest = source[...]
        while let open = rest.firstIndex(of: "{") {
            if open > rest.startIndex { pieces.append(.literal(String(rest[..<open]))) }
            guard let close = rest[open...].firstIndex(of: "}") else { throw CatalogueError.malformed(source) }
            let inside = rest[rest.index(after: open)..<close]
            if let colon = inside.firstIndex(of: ":") {
                let options = inside[inside.index(after: colon)...].split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
                guard options.count == 2 else { throw CatalogueError.malformed(source) }
                pieces.append(.choice(String(inside[..<colon]), first: String(options[0]), second: String(options[1])))
            } else {
                pieces.append(.value(String(inside)))
            }
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { pieces.append(.literal(String(rest))) }
        self.pieces = pieces
    }

    /// The names of its values.
    package var valueNames: Set<String> {
        Set(
            pieces.compactMap { piece in
                switch piece {
                case .literal: nil
                case .value(let name), .choice(let name, _, _): name
                }
            })
    }

    /// The sentence. A value that is not given shows as its name in braces.
    package func text(_ values: [String: String] = [:]) -> String {
        if pieces.count == 1, case .literal(let text) = pieces[0] { return text }
        var text = ""
        for piece in pieces {
            switch piece {
            case .literal(let literal): text += literal
            case .value(let name): text += values[name] ?? "{\(name)}"
            case .choice(let name, let first, let second): text += picksFirst(values[name] ?? "") ? first : second
            }
        }
        return text
    }

    private func picksFirst(_ value: String) -> Bool {
        switch locale {
        case .en: value == "1"
        case .ko: Phrase.endsWithConsonant(value)
        }
    }

    /// Whether the last letter or digit closes with a consonant when read in Korean.
    static func endsWithConsonant(_ text: String) -> Bool {
        guard let last = text.unicodeScalars.last(where: { $0.properties.isAlphabetic || ("0"..."9").contains($0) }) else { return false }
        switch last.value {
        case 0xAC00...0xD7A3: return (last.value - 0xAC00) % 28 != 0
        case 0x30...0x39: return [0, 1, 3, 6, 7, 8].contains(last.value - 0x30)  // yeong il sam yuk chil pal
        default: return ["l", "m", "n", "r", "b", "k", "p", "t", "L", "M", "N", "R"].contains(Character(last))
        }
    }
}
