extension ConsoleForm {
    /// What kind of text a field takes.
    package enum TextKind: String, Sendable {
        case text, password, email, number, date, url, search
        case dateTime = "datetime-local"
    }

    /// One line of text. `limit` is in characters.
    package func text(
        _ name: String, _ label: String, kind: TextKind = .text, hint: String? = nil, isRequired: Bool = false, limit: Int? = nil,
        placeholder: String? = nil, autocomplete: String? = nil, step: String? = nil
    ) -> Markup {
        field(name, label, hint: hint, isRequired: isRequired) { described in
            """
            <input class="field" id="f-\(name)" name="\(name)" type="\(kind.rawValue)" value="\(values[name] ?? "")"\
            \(attribute: "maxlength", limit.map { "\($0)" })\(attribute: "placeholder", placeholder)\
            \(attribute: "autocomplete", autocomplete)\(attribute: "step", step)\(flag: "required", isRequired)\(described)>
            """
        }
    }

    /// Several lines; `isCode` for JSON, rules and templates.
    package func area(_ name: String, _ label: String, hint: String? = nil, isRequired: Bool = false, rows: Int = 6, isCode: Bool = false)
        -> Markup
    {
        field(name, label, hint: hint, isRequired: isRequired) { described in
            """
            <textarea class="field\(isCode ? " mono" : "")" id="f-\(name)" name="\(name)" rows="\(rows)"\
            \(attribute: "spellcheck", isCode ? "false" : nil)\(flag: "required", isRequired)\(described)>
            \(values[name] ?? "")</textarea>
            """
        }
    }

    /// One of several options.
    package func select(_ name: String, _ label: String, _ options: [(value: String, text: String)], hint: String? = nil) -> Markup {
        field(name, label, hint: hint, isRequired: false) { described in
            let items = options.map { option -> Markup in
                "<option value=\"\(option.value)\"\(flag: "selected", option.value == values[name])>\(option.text)</option>"
            }
            return "<select class=\"field\" id=\"f-\(name)\" name=\"\(name)\"\(described)>\(items)</select>"
        }
    }

    /// Yes or no; sent as `on`.
    package func checkbox(_ name: String, _ label: String) -> Markup {
        """
        <div class="f check"><input type="checkbox" id="f-\(name)" name="\(name)"\(flag: "checked", values[name] == "on")>\
        <label for="f-\(name)">\(label)</label>\(errorText(name))</div>
        """
    }

    package func hidden(_ name: String, _ value: String) -> Markup { "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">" }

    /// Fields beside each other where there is room.
    package func beside(@MarkupBuilder _ fields: () -> Markup) -> Markup { "<div class=\"fields\">\(fields())</div>" }

    private func field(_ name: String, _ label: String, hint: String?, isRequired: Bool, control: (Markup) -> Markup) -> Markup {
        let hasError = errors.message(for: name) != nil
        let describedBy = [hint == nil ? nil : "h-\(name)", hasError ? "e-\(name)" : nil].compactMap { $0 }.joined(separator: " ")
        let described: Markup =
            "\(attribute: "aria-describedby", describedBy.isEmpty ? nil : describedBy)\(attribute: "aria-invalid", hasError ? "true" : nil)"
        let mark: Markup = isRequired ? " <span class=\"req\">\(words("console.required"))</span>" : .empty
        let hintText: Markup = hint.map { "<span class=\"hint\" id=\"h-\(name)\">\($0)</span>" } ?? .empty
        return "<div class=\"f\"><label for=\"f-\(name)\">\(label)\(mark)</label>\(hintText)\(control(described))\(errorText(name))</div>"
    }

    private func errorText(_ name: String) -> Markup {
        errors.message(for: name).map { "<span class=\"error\" id=\"e-\(name)\">\($0)</span>" } ?? .empty
    }
}
