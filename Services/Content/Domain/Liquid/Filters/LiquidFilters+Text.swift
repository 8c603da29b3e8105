extension LiquidFilters {
    static let text: [String: LiquidFilter] = [
        "append": LiquidFilter(1...1) { value, arguments, _ in .string(value.text + arguments[0].text) },
        "prepend": LiquidFilter(1...1) { value, arguments, _ in .string(arguments[0].text + value.text) },
        "capitalize": .text { $0.prefix(1).uppercased() + $0.dropFirst().lowercased() },
        "upcase": .text { $0.uppercased() },
        "downcase": .text { $0.lowercased() },
        "strip": .text { LiquidText.trimmedTrailing(LiquidText.trimmedLeading($0)) },
        "lstrip": .text(LiquidText.trimmedLeading),
        "rstrip": .text(LiquidText.trimmedTrailing),
        "strip_newlines": .text { $0.filter { !$0.isNewline } },
        "strip_html": .text(MarkupText.withoutTags),
        "newline_to_br": LiquidFilter(0...0) { value, _, _ in
            let text = MarkupText.withBreaks(value.text)
            if case .markup = value { return .markup(text) }
            return .string(text)
        },
        "replace": LiquidFilter(1...2) { value, arguments, _ in
            .string(try LiquidText.replaceAll(value.text, arguments[0].text, with: arguments[1].text))
        },
        "replace_first": LiquidFilter(1...2) { value, arguments, _ in
            .string(replaceFirst(value.text, arguments[0].text, with: arguments[1].text))
        },
        "replace_last": LiquidFilter(2...2) { value, arguments, _ in
            .string(replaceLast(value.text, arguments[0].text, with: arguments[1].text))
        },
        "remove": LiquidFilter(1...1) { value, arguments, _ in .string(try LiquidText.replaceAll(value.text, arguments[0].text, with: ""))
        },
        "remove_first": LiquidFilter(1...1) { value, arguments, _ in .string(replaceFirst(value.text, arguments[0].text, with: "")) },
        "remove_last": LiquidFilter(1...1) { value, arguments, _ in .string(replaceLast(value.text, arguments[0].text, with: "")) },
        "split": LiquidFilter(1...1) { value, arguments, _ in .array(split(value.text, arguments[0].text).map { .string($0) }) },
        "truncate": LiquidFilter(0...2) { value, arguments, _ in .string(try truncate(value.text, arguments)) },
        "truncatewords": LiquidFilter(0...2) { value, arguments, _ in .string(try truncateWords(value.text, arguments)) },
        "slice": LiquidFilter(1...2) { value, arguments, _ in try slice(value, arguments) },
        "default": LiquidFilter(0...1) { value, arguments, _ in
            if case .bool(false) = value, arguments.options["allow_false"]?.isTruthy ?? false { return value }
            let missing = !value.isTruthy || (value.equals(.empty) && !isEmptyWord(value))
            return missing ? arguments.count > 0 ? arguments[0] : .string("") : value
        },
    ]

    private static func isEmptyWord(_ value: LiquidValue) -> Bool { if case .empty = value { true } else { false } }

    private static func replaceFirst(_ text: String, _ pattern: String, with replacement: String) -> String {
        if pattern.isEmpty { return replacement + text }
        guard let range = LiquidText.firstRange(of: pattern, in: text[...]) else { return text }
        return String(text[..<range.lowerBound]) + replacement + text[range.upperBound...]
    }

    private static func replaceLast(_ text: String, _ pattern: String, with replacement: String) -> String {
        if pattern.isEmpty { return text + replacement }
        guard let range = LiquidText.lastRange(of: pattern, in: text) else { return text }
        return String(text[..<range.lowerBound]) + replacement + text[range.upperBound...]
    }

    /// A single space splits at any white space; empty pieces at the end fall away.
    private static func split(_ text: String, _ separator: String) -> [String] {
        if text.isEmpty { return [] }
        if separator.isEmpty { return text.map(String.init) }
        if separator == " " { return text.split(whereSeparator: LiquidText.isSpace).map(String.init) }
        var pieces = LiquidText.split(text, by: separator)
        while pieces.last?.isEmpty ?? false { pieces.removeLast() }
        return pieces
    }

    private static func truncate(_ text: String, _ arguments: FilterArguments) throws -> String {
        let length = arguments.count > 0 ? try arguments.whole(0) : 50
        let end = arguments.count > 1 ? arguments[1].text : "..."
        if text.count <= length { return text }
        return String(text.prefix(max(0, max(0, length) - end.count))) + end
    }

    private static func truncateWords(_ text: String, _ arguments: FilterArguments) throws -> String {
        let count = max(1, arguments.count > 0 ? try arguments.whole(0) : 15)
        let end = arguments.count > 1 ? arguments[1].text : "..."
        let words = text.split(whereSeparator: LiquidText.isSpace)
        if words.count <= count { return text }
        return words.prefix(count).joined(separator: " ") + end
    }

    private static func slice(_ value: LiquidValue, _ arguments: FilterArguments) throws -> LiquidValue {
        let offset = try arguments.whole(0)
        let length = arguments.count > 1 ? try arguments.whole(1) : 1
        func part<C: RandomAccessCollection>(_ items: C) -> C.SubSequence where C.Index == Int {
            let start = offset < 0 ? items.count + max(offset, -items.count - 1) : offset
            guard start >= 0, start <= items.count, length > 0 else { return items.prefix(0) }
            return items.dropFirst(start).prefix(length)
        }
        if case .array(let items) = value { return .array(Array(part(items))) }
        return .string(String(part(Array(value.text))))
    }
}
