extension Markup {
    /// Twelve columns; parts of it say how many they take (3, 4, 5, 6, 7, 8 or 12). On a phone each takes the whole row.
    package static func grid(label: String? = nil, @MarkupBuilder _ body: () -> Markup) -> Markup {
        "<section class=\"grid\"\(attribute: "aria-label", label)>\(body())</section>"
    }

    /// A row of tiles; two beside each other on a phone.
    package static func tiles(label: String, @MarkupBuilder _ body: () -> Markup) -> Markup {
        "<section class=\"grid tiles\"\(attribute: "aria-label", label)>\(body())</section>"
    }

    /// Cards under each other in one column of a grid.
    package static func column(span: Int, @MarkupBuilder _ body: () -> Markup) -> Markup {
        "<div class=\"stack s\(span)\">\(body())</div>"
    }

    /// A card: its question as heading, a note, something at the right end, and the body.
    package static func card(
        _ title: String, note: String? = nil, right: Markup = .empty, span: Int = 12, id: String? = nil,
        @MarkupBuilder _ body: () -> Markup
    ) -> Markup {
        let noteMarkup: Markup = note.map { "<span class=\"small\">\($0)</span>" } ?? .empty
        let rightMarkup: Markup = right.isEmpty ? .empty : "<span class=\"right\">\(right)</span>"
        return """
            <section class="card s\(span)"\(attribute: "id", id)><header><h2>\(title)</h2>\(noteMarkup)\(rightMarkup)</header>\(body())</section>
            """
    }

    /// A paragraph.
    package static func paragraph(_ text: String) -> Markup { "<p>\(text)</p>" }
    package static func paragraph(@MarkupBuilder _ body: () -> Markup) -> Markup { "<p>\(body())</p>" }
    /// Small grey words: how a number was computed, where a fact comes from.
    package static func why(_ text: String) -> Markup { "<p class=\"why\">\(text)</p>" }
    package static func small(_ text: String) -> Markup { "<span class=\"small\">\(text)</span>" }
    package static func strong(_ text: String) -> Markup { "<strong>\(text)</strong>" }
    package static func text(_ text: String) -> Markup { Markup(text: text) }

    /// Parts beside each other with even gaps, wrapping.
    package static func row(@MarkupBuilder _ body: () -> Markup) -> Markup { "<div class=\"row-flow\">\(body())</div>" }

    /// An explanation one click away, without scripts.
    package static func details(_ summary: String, isOpen: Bool = false, @MarkupBuilder _ body: () -> Markup) -> Markup {
        "<details class=\"why\"\(flag: "open", isOpen)><summary>\(summary)</summary>\(body())</details>"
    }

    /// A message across the page or card.
    package static func notice(_ text: String, _ tone: Tone) -> Markup {
        "<p class=\"notice \(tone.rawValue)\" role=\"status\">\(text)</p>"
    }

    /// What an empty page or card says: what belongs here, and the next step (a button, or a command).
    package static func emptyState(_ title: String, _ text: String, action: Markup = .empty, command: String? = nil) -> Markup {
        let commandMarkup: Markup = command.map { "<pre class=\"command\"><code>\($0)</code></pre>" } ?? .empty
        return "<div class=\"empty\"><strong>\(title)</strong><p>\(text)</p>\(commandMarkup)\(action)</div>"
    }

    /// Text of a program: JSON, a rule, a template.
    package static func code(_ text: String) -> Markup { "<pre class=\"code\" tabindex=\"0\"><code>\(text)</code></pre>" }
}
