package import CommonModels
import ServiceKit

extension ConsoleScreen {
    /// Who did something, by the id records have: a person's or key's name, a service's, else the id.
    package func actor(_ id: String) -> String { console.access.name(of: id) ?? words.optional("console.service.\(id)", fallback: id) }

    /// A form with the session's token; give back what was sent and what is wrong with it to show it again.
    package func form(values: [String: String] = [:], errors: FormErrors = .none) -> ConsoleForm {
        ConsoleForm(values: values, errors: errors, words: words, csrfToken: csrfToken)
    }

    /// Filters of a list: a form that only looks. Selects with `data-apply` send it at once.
    package func filters(_ address: String, submit: String, @MarkupBuilder _ fields: () -> Markup) -> Markup {
        "<form class=\"filters\" method=\"get\" action=\"\(href: address)\">\(fields())<button class=\"btn\">\(submit)</button></form>"
    }

    /// A select of a filter; choosing sends the form.
    package func filter(_ name: String, label: String, _ options: [(value: String, text: String)], chosen: String?) -> Markup {
        let items = options.map { option -> Markup in
            "<option value=\"\(option.value)\"\(flag: "selected", option.value == chosen)>\(option.text)</option>"
        }
        return "<select class=\"field\" name=\"\(name)\" aria-label=\"\(label)\" data-apply>\(items)</select>"
    }

    /// A search field of a filter or of the bar above.
    package func searchField(_ name: String, label: String, value: String?) -> Markup {
        "<input class=\"field\" type=\"search\" name=\"\(name)\" value=\"\(value ?? "")\" placeholder=\"\(label)\" aria-label=\"\(label)\">"
    }

    /// First and next page of a list; `next` is the page's `next`. The other parts of the query stay.
    package func pager(next: String?, query: KeyValuePairs<String, String?> = [:], after: String? = nil) -> Markup {
        guard next != nil || after != nil else { return .empty }
        let kept = query.map { ($0.key, $0.value) }
        func address(_ after: String?) -> String {
            let text = (kept + [("after", after)]).compactMap { name, value in
                value.flatMap { $0.isEmpty ? nil : "\(PageAddress.encoded(name))=\(PageAddress.encoded($0))" }
            }.joined(separator: "&")
            return text.isEmpty ? path : path + "?" + text
        }
        let first: Markup = after == nil ? .empty : .buttonLink(words("console.pager.first"), address(nil))
        let more: Markup = next.map { .buttonLink(words("console.pager.next"), address($0)) } ?? .empty
        return "<nav class=\"pager\" aria-label=\"\(words("console.pager.label"))\">\(first)\(more)</nav>"
    }

    /// Long work and a button to cancel it. Set the page's `refreshSeconds` while it `isRunning`.
    package func progress(_ job: JobProgress) -> Markup {
        let cancel: Markup = job.cancelAddress.map { form().button(words("console.job.cancel"), to: $0) } ?? .empty
        return job.markup(format, cancel: cancel)
    }

    package func timeline(_ items: [TimelineItem]) -> Markup { .timeline(items, format) }

    /// In place of a part that a neighbour would have given.
    package func degraded(_ service: ServiceName) -> Markup {
        .notice(words("console.degraded", ["service": words("console.service.\(service.rawValue)")]), .warn)
    }

    /// How old the data is: green within a minute (or `limit`), amber past it.
    package func freshness(_ instant: Instant, limit: Duration = .seconds(60)) -> Markup {
        let isFresh = format.now - instant <= limit
        let age = format.relative(instant)
        return .tag(
            isFresh ? words("console.fresh", ["age": age]) : words("console.stale", ["since": format.dateTime(instant)]),
            isFresh ? .good : .warn)
    }

    /// A page that asks before something that cannot be undone: what will happen, to how many.
    package func confirm(
        title: String, active: NavItem?, consequence: String, submit: String, to address: String, cancel: String,
        hidden: [(name: String, value: String)] = []
    ) -> ConsolePage {
        let form = form()
        return ConsolePage(title: title, active: active, answer: consequence) {
            form.markup(to: address, submit: submit, isDanger: true, cancel: cancel) {
                for item in hidden { form.hidden(item.name, item.value) }
            }
        }
    }

    /// The frame that shows HTML written by users; `address` answers with ``preview(html:)``.
    package func previewFrame(_ address: String, title: String) -> Markup {
        "<iframe class=\"preview\" sandbox src=\"\(href: address)\" title=\"\(title)\" loading=\"lazy\"></iframe>"
    }
}
