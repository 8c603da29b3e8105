/// A table inside a card. On a narrow screen it scrolls within its card; the page never does.
package struct Table: Sendable {
    package let label: String
    package let columns: [TableColumn]
    package var rows: [[Markup]]

    /// - Parameter label: what the rows are, for people who cannot see it.
    package init(label: String, columns: [TableColumn], rows: [[Markup]] = []) {
        self.label = label
        self.columns = columns
        self.rows = rows
    }

    package var markup: Markup {
        let head = columns.map { column -> Markup in
            "<th scope=\"col\"\(attribute: "class", column.isNumeric ? "num" : nil)>\(column.title)</th>"
        }
        let body = rows.map { row -> Markup in
            let cells = zip(row, columns).map { cell, column -> Markup in
                "<td\(attribute: "class", column.isNumeric ? "num" : nil)>\(cell)</td>"
            }
            return "<tr>\(cells)</tr>"
        }
        return """
            <div class="scroll" role="region" tabindex="0" aria-label="\(label)"><table><thead><tr>\(head)</tr></thead>\
            <tbody>\(body)</tbody></table></div>
            """
    }
}

extension Markup {
    /// A table of `items`, a row each.
    package static func table<Item>(
        label: String, _ columns: [TableColumn], _ items: some Sequence<Item>, row: (Item) -> [Markup]
    ) -> Markup {
        Table(label: label, columns: columns, rows: items.map(row)).markup
    }
}
