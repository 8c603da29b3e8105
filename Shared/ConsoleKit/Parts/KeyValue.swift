/// One known thing: its name, its value, and where and when it came from.
package struct KeyValue: Sendable {
    package let name: String
    package let value: Markup
    package let source: String

    package init(_ name: String, _ value: Markup, source: String = "") {
        self.name = name
        self.value = value
        self.source = source
    }

    package init(_ name: String, _ value: String, source: String = "") {
        self.init(name, Markup(text: value), source: source)
    }
}

extension Markup {
    package static func keyValues(_ items: [KeyValue]) -> Markup {
        let parts = items.map { item -> Markup in
            "<div><dt>\(item.name)</dt><dd>\(item.value)</dd><dd class=\"src\">\(item.source)</dd></div>"
        }
        return "<dl class=\"kv\">\(parts)</dl>"
    }
}
