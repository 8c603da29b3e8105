/// A word of the markup inside `{{ }}` and `{% %}`.
enum ExpressionToken: Equatable {
    case identifier(String)
    case string(String)
    case integer(Int64)
    case number(Double)
    /// One of `.` `..` `[` `]` `(` `)` `,` `:` `|` `=` and the comparisons.
    case symbol(String)
}
