/// Text with columns in braces: `online-retail:{InvoiceNo}`, `{CustomerID|integer}`.
struct TextTemplate: Sendable {
    enum Change: String, Sendable, CaseIterable {
        /// `17850.0` becomes `17850`.
        case integer
        case lower
        case upper
        case trim
    }

    enum Part: Sendable {
        case literal([UInt8])
        case column(String, Change?)
    }

    let parts: [Part]

    /// - Throws: ``TemplateProblem`` in words.
    init(_ text: String) throws(TemplateProblem) {
        var parts: [Part] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            if open > rest.startIndex { parts.append(.literal(Array(rest[..<open].utf8))) }
            guard let close = rest[open...].firstIndex(of: "}") else { throw TemplateProblem("'{' is not closed with '}'") }
            let inner = rest[rest.index(after: open)..<close].split(separator: "|", maxSplits: 1)
            guard let column = inner.first, !column.isEmpty else { throw TemplateProblem("'{}' names no column") }
            var change: Change?
            if inner.count > 1 {
                guard let known = Change(rawValue: String(inner[1])) else {
                    throw TemplateProblem("'\(inner[1])' is not one of \(Change.allCases.map(\.rawValue).joined(separator: ", "))")
                }
                change = known
            }
            parts.append(.column(String(column), change))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.literal(Array(rest.utf8))) }
        self.parts = parts
    }

    var columns: [String] {
        parts.compactMap { if case .column(let name, _) = $0 { name } else { nil } }
    }
}

extension TextTemplate {
    private init(parts: [Part]) { self.parts = parts }
    static let empty = TextTemplate(parts: [])
}
