/// A column of a ``Table``.
package struct TableColumn: Sendable, ExpressibleByStringLiteral {
    package let title: String
    package let isNumeric: Bool

    package init(_ title: String, isNumeric: Bool = false) {
        self.title = title
        self.isNumeric = isNumeric
    }

    package init(stringLiteral title: String) { self.init(title) }

    /// A column of numbers, set to the right.
    package static func number(_ title: String) -> TableColumn { TableColumn(title, isNumeric: true) }
}
