extension Markup {
    /// A link around text.
    package static func link(_ text: String, _ address: String) -> Markup { "<a href=\"\(href: address)\">\(text)</a>" }

    /// A link around markup, e.g. `.link(body: "<strong>\(name)</strong>", …)`.
    package static func link(body: Markup, _ address: String) -> Markup { "<a href=\"\(href: address)\">\(body)</a>" }

    /// A link that looks like a button; `isPrimary` once a page.
    package static func buttonLink(_ text: String, _ address: String, isPrimary: Bool = false) -> Markup {
        "<a class=\"btn\(isPrimary ? " primary" : "")\" href=\"\(href: address)\">\(text)</a>"
    }

    /// A status or label as a pill.
    package static func tag(_ text: String, _ tone: Tone = .plain) -> Markup {
        "<span class=\"tag \(tone.rawValue)\">\(text)</span>"
    }

    package static func tags(_ texts: [String], _ tone: Tone = .plain) -> Markup {
        "<span class=\"row-flow\">\(texts.map { Markup.tag($0, tone) })</span>"
    }

    /// Filters or sub-pages beside each other; the one in use is marked.
    package static func tabs(label: String, _ items: [(text: String, address: String, isCurrent: Bool)]) -> Markup {
        let links = items.map { item -> Markup in
            "<a href=\"\(href: item.address)\"\(attribute: "aria-current", item.isCurrent ? "page" : nil)>\(item.text)</a>"
        }
        return "<nav class=\"tabs\" aria-label=\"\(label)\">\(links)</nav>"
    }

    /// How full something is, 0…1, with an optional mark (target, forecast); `label` says it in words.
    package static func bar(_ fraction: Double, mark: Double? = nil, tone: Tone = .accent, label: String) -> Markup {
        let width = min(max(fraction.isFinite ? fraction : 0, 0), 1) * 100
        let markLine: Markup =
            mark.map { "<rect x=\"\(min(max($0.isFinite ? $0 : 0, 0), 1) * 98.8)%\" y=\"0\" width=\"2\" height=\"10\" class=\"mark\"/>" }
            ?? .empty
        return """
            <svg class="bar \(tone.rawValue)" width="100%" height="10" role="img" aria-label="\(label)">\
            <rect y="2" width="100%" height="6" rx="3" class="track"/><rect y="2" width="\(width)%" height="6" rx="3" class="fill"/>\(markLine)</svg>
            """
    }
}
