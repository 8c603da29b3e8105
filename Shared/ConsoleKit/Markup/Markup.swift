/// HTML that is safe to send, by construction.
///
/// Literals in our sources are HTML; whatever is interpolated into them is escaped, unless it is `Markup` itself:
/// `let cell: Markup = "<td class=\"num\">\(name)</td>"`. There is no way to turn a run-time string into markup unescaped.
/// Attribute values must stand in double quotes. Numbers are interpolated after ``ConsoleFormat`` has made text of them.
package struct Markup: Hashable, Sendable {
    /// The HTML text.
    package private(set) var html: String

    /// Plain text, escaped.
    package init(text: some StringProtocol) { html = Markup.escaped(text) }

    /// Text that is known to be HTML: the output of a template of ours.
    init(html: String) { self.html = html }

    package static let empty = Markup(html: "")
    package var isEmpty: Bool { html.isEmpty }

    package static func + (left: Markup, right: Markup) -> Markup { Markup(html: left.html + right.html) }
    package static func += (left: inout Markup, right: Markup) { left.html += right.html }

    /// `text` with `& < > " '` as character references.
    static func escaped(_ text: some StringProtocol) -> String {
        guard text.utf8.contains(where: { $0 == 38 || $0 == 60 || $0 == 62 || $0 == 34 || $0 == 39 }) else { return String(text) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 16)
        for byte in text.utf8 {
            switch byte {
            case 38: bytes.append(contentsOf: "&amp;".utf8)
            case 60: bytes.append(contentsOf: "&lt;".utf8)
            case 62: bytes.append(contentsOf: "&gt;".utf8)
            case 34: bytes.append(contentsOf: "&quot;".utf8)
            case 39: bytes.append(contentsOf: "&#39;".utf8)
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Sequence where Element == Markup {
    /// All of them, with `separator` between.
    package func joined(separator: Markup = .empty) -> Markup {
        Markup(html: map(\.html).joined(separator: separator.html))
    }
}
