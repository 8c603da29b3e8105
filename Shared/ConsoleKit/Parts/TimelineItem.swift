package import CommonModels

/// Something that happened, in a timeline.
package struct TimelineItem: Sendable {
    package let at: Instant
    package let title: String
    /// Why, or where from.
    package var note: String = ""
    package var color: ChartColor = .c1
    /// At the right end, e.g. a link "why?".
    package var action: Markup = .empty

    package init(at: Instant, title: String, note: String = "", color: ChartColor = .c1, action: Markup = .empty) {
        self.at = at
        self.title = title
        self.note = note
        self.color = color
        self.action = action
    }
}

extension Markup {
    package static func timeline(_ items: [TimelineItem], _ format: ConsoleFormat) -> Markup {
        let rows = items.map { item -> Markup in
            """
            <li><time datetime="\(item.at.rfc3339)" title="\(format.dateTime(item.at))">\(format.moment(item.at))</time>\
            <svg class="dot" viewBox="0 0 9 9" aria-hidden="true"><circle cx="4.5" cy="4.5" r="4.5" fill="\(item.color.css)"/></svg>\
            <div>\(item.title)\(item.note.isEmpty ? .empty : "<div class=\"why\">\(item.note)</div>" as Markup)</div><div class="small">\(item.action)</div></li>
            """
        }
        return "<ul class=\"timeline\">\(rows)</ul>"
    }
}
