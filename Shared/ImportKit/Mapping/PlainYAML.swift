import Yams

/// YAML without anchors and aliases. With them a text of a few lines stands for a document larger than any memory ("billion
/// laughs"), and to compare two of its keys alone takes for ever; so they are found before anything is made of the text.
package enum PlainYAML {
    package enum Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        /// - Parameter line: 1-based; 0 when it is not known.
        case refersToItself(line: Int)
        /// Not one YAML document, with the parser's own words.
        case unreadable(String)

        package var line: Int {
            switch self {
            case .refersToItself(let line): line
            case .unreadable: 0
            }
        }

        package var description: String {
            switch self {
            case .refersToItself: "must be written out: anchors (&) and aliases (*) are not taken"
            case .unreadable(let words): words
            }
        }
    }

    /// A tag stands where an anchor does, and cannot grow.
    private static let anchor = "!anchor-"

    /// Looks for anchors and aliases with the parser's own eyes: in a copy of the text every `&` is written as a tag and every `*`
    /// as a letter the text does not have. Within quotes, blocks and comments that changes nothing, and a word never begins
    /// with either sign; so a tag of ours was an anchor, and a word that begins with our letter an alias.
    package static func check(_ yaml: String) throws(Refusal) {
        guard yaml.utf8.contains(where: { $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: "*") }) else { return }
        guard let alias = letter(notIn: yaml) else { throw .refersToItself(line: 0) }
        var copy = String.UnicodeScalarView()
        for scalar in yaml.unicodeScalars {
            switch scalar {
            case "&": copy.append(contentsOf: anchor.unicodeScalars)
            case "*": copy.append(alias)
            default: copy.append(scalar)
            }
        }
        let root: Node?
        do {
            root = try Yams.compose(yaml: String(copy))
        } catch {
            throw .unreadable("\(error)".replacing(anchor, with: "&").replacing(String(Character(alias)), with: "*"))
        }
        guard let root, let found = line(of: alias, in: root) else { return }
        throw .refersToItself(line: found)
    }

    private static func letter(notIn yaml: String) -> Unicode.Scalar? {
        // Private use: no text needs more than a few of these.
        let known = Set(yaml.unicodeScalars.lazy.filter { (0xE000...0xE0FF).contains($0.value) })
        return (UInt32(0xE000)...0xE0FF).lazy.compactMap { Unicode.Scalar($0) }.first { !known.contains($0) }
    }

    /// The line of the first anchor or alias.
    private static func line(of alias: Unicode.Scalar, in node: Node) -> Int? {
        switch node {
        case .alias: return node.mark?.line ?? 0
        case .scalar(let scalar):
            let isAlias = scalar.style == .plain && scalar.string.unicodeScalars.first == alias
            return isAlias || isAnchor(scalar.tag) ? scalar.mark?.line ?? 0 : nil
        case .sequence(let sequence):
            if isAnchor(sequence.tag) { return sequence.mark?.line ?? 0 }
            for element in sequence {
                if let found = line(of: alias, in: element) { return found }
            }
            return nil
        case .mapping(let mapping):
            if isAnchor(mapping.tag) { return mapping.mark?.line ?? 0 }
            for (key, value) in mapping {
                if let found = line(of: alias, in: key) ?? line(of: alias, in: value) { return found }
            }
            return nil
        }
    }

    private static func isAnchor(_ tag: Tag) -> Bool { tag.rawValue.hasPrefix(anchor) }
}
