/// Rows that did not become part of an event, and why.
package struct RowReject: Sendable, Equatable {
    package let rows: ClosedRange<Int>
    package let reason: String
    /// The row as it stood; empty when several are meant.
    package let text: String

    /// What it takes in memory, about.
    package var bytes: Int { reason.utf8.count + text.utf8.count }

    package init(rows: ClosedRange<Int>, reason: String, text: String) {
        self.rows = rows
        self.reason = reason
        self.text = text
    }
}
