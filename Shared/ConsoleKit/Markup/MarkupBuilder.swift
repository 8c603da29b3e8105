/// Composes parts of a page one under another; `if`, `if let` and `for` work inside.
@resultBuilder
package enum MarkupBuilder {
    package static func buildExpression(_ markup: Markup) -> Markup { markup }
    package static func buildExpression(_ markup: Markup?) -> Markup { markup ?? .empty }
    package static func buildExpression(_ parts: [Markup]) -> Markup { parts.joined() }
    package static func buildBlock(_ parts: Markup...) -> Markup { parts.joined() }
    package static func buildOptional(_ markup: Markup?) -> Markup { markup ?? .empty }
    package static func buildEither(first markup: Markup) -> Markup { markup }
    package static func buildEither(second markup: Markup) -> Markup { markup }
    package static func buildArray(_ parts: [Markup]) -> Markup { parts.joined() }
}
