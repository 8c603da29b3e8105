/// A form: its fields keep what was typed and say what is wrong with it; the session's token goes along.
///
/// `let form = screen.form(values: sent, errors: errors)`, then `form.markup(to: "/ui/segment", submit: …) { form.text("name", …) }`.
package struct ConsoleForm: Sendable {
    package let values: [String: String]
    package let errors: FormErrors
    let words: Words
    let csrfToken: String?

    /// The `<form>` with its fields and its button. Post only; for filters see ``ConsoleScreen/filters(_:_:)``.
    package func markup(
        to address: String, submit: String, isDanger: Bool = false, cancel: String? = nil, @MarkupBuilder fields: () -> Markup
    ) -> Markup {
        let summary: Markup =
            errors.isEmpty
            ? .empty
            : "<p class=\"notice bad\" role=\"alert\">\(words("console.form.problems", ["n": "\(errors.count)"])) \(errors.message(for: "") ?? "")</p>"
        let cancelLink: Markup = cancel.map { .buttonLink(words("console.confirm.cancel"), $0) } ?? .empty
        return """
            <form class="form" method="post" action="\(href: address)">\(token)\(summary)\(fields())\
            <div class="acts"><button class="btn \(isDanger ? "danger" : "primary")">\(submit)</button>\(cancelLink)</div></form>
            """
    }

    /// A button that does one thing at once, for what can be undone or does no harm.
    package func button(
        _ text: String, to address: String, isPrimary: Bool = false, hidden: [(name: String, value: String)] = []
    ) -> Markup {
        let inputs = hidden.map { item -> Markup in "<input type=\"hidden\" name=\"\(item.name)\" value=\"\(item.value)\">" }
        return """
            <form class="inline-form" method="post" action="\(href: address)">\(token)\(inputs)\
            <button class="btn\(isPrimary ? " primary" : "")">\(text)</button></form>
            """
    }

    /// The session's token, for forms written by hand.
    package var token: Markup { csrfToken.map { "<input type=\"hidden\" name=\"csrf\" value=\"\($0)\">" } ?? .empty }
}
