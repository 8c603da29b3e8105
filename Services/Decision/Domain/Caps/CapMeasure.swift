/// What a cap counts.
package enum CapMeasure: String, CaseIterable, Sendable {
    /// Choosing the offer. The only measure that can be refused before it happens, so the limit is never passed.
    case decision
    /// Feedback that the offer was seen; further decisions are refused once the limit is reached.
    case impression
    case click
    case conversion
}
