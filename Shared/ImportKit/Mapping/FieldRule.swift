/// One member of an event: a column or a constant, with its JSON type.
struct FieldRule: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case text, integer, decimal, boolean, date
        /// JSON as it is: a list or object of a line of JSON Lines, or a column that holds one.
        case json
    }

    enum Origin: Sendable {
        case column(String)
        case constant(String)
    }

    let name: String
    let origin: Origin
    let kind: Kind
    /// Of kind `date`.
    let format: TimestampFormat?
}
