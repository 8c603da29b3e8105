import ConsoleKit

extension ConsoleForm {
    /// The rule's editor, the place for what it finds, and the button that asks where there are no scripts.
    func ruleArea(_ screen: ConsoleScreen, found: Markup, previewAddress: String) -> Markup {
        let area = area(
            "rule", screen("segment.form.rule"), hint: screen("segment.form.ruleHint"), isRequired: true, rows: 12, isCode: true)
        return """
            \(area)<div id="segment-preview" aria-live="polite">\(found)</div>\
            <button class="btn" formaction="\(href: previewAddress)">\(screen("segment.new.preview"))</button>
            """
    }
}
