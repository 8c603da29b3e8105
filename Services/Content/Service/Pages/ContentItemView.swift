import CommonModels
import ConsoleKit
import ContentDomain
import HTTPTypes
import ServiceKit

/// Draws the page of one item.
struct ContentItemView: Sendable {
    /// What trying the words gave.
    enum Trial: Sendable {
        case rendered(RenderedContent)
        case failed(part: String, String)
        case personMissing
        case profileAway
        /// No words yet.
        case nothing
    }

    let screen: ConsoleScreen
    let item: ContentItem
    let version: ContentVersion
    let locale: String
    let findings: [ContentFinding]
    let versions: [ContentVersion]
    let person: String
    let preview: Trial

    private var address: String { "/ui/content/items/\(item.key)" }
    private var isLatest: Bool { version.number == item.latestVersion }
    private var errors: Int { findings.count { $0.severity == .error } }

    var page: ConsolePage {
        ConsolePage(
            title: item.details.name, titleTags: ContentParts.status(item, screen), active: .content,
            crumbs: [.init(screen("content.list.title"), "/ui/content")], answer: answer, actions: actions
        ) {
            Markup.grid {
                Markup.column(span: 7) {
                    words
                    history
                }
                Markup.column(span: 5) {
                    trial
                    checks
                    details
                }
            }
        }
    }

    private var answer: String {
        var sentence = item.publishedVersion.map { screen("content.item.published", ["n": "\($0)"]) } ?? screen("content.item.unpublished")
        if item.hasDraft {
            sentence +=
                " "
                + screen(
                    "content.item.draft", ["n": "\(item.latestVersion)", "errors": "\(errors)", "warnings": "\(findings.count - errors)"])
        }
        return sentence
    }

    private var actions: Markup {
        guard screen.may(.contentPublish) else { return .empty }
        let form = screen.form()
        let seen = [(name: "revision", value: "\(item.revision)")]
        if item.hasDraft, errors == 0 {
            return form.button(screen("content.item.publish"), to: address + "/publish", isPrimary: true, hidden: seen)
        }
        if item.publishedVersion != nil, !item.hasDraft {
            return form.button(screen("content.item.withdraw"), to: address + "/withdraw", hidden: seen)
        }
        return .empty
    }

    private func link(locale: String) -> String { PageAddress.make(address, ["locale": locale, "as": person]) }

    private var words: Markup {
        var locales = version.variants.locales
        for known in [item.details.defaultLocale, "ko", "en", locale] where !locales.contains(known) { locales.append(known) }
        var values = ["locale": locale]
        for part in item.kind.parts { values["part-\(part.name)"] = version.variants[locale, part.name] ?? "" }
        let form = screen.form(values: values)
        return Markup.card(screen("content.item.words"), note: screen("content.item.versionNote", ["n": "\(version.number)"])) {
            Markup.tabs(label: screen("content.item.locales"), locales.map { ($0, link(locale: $0), $0 == locale) })
            if isLatest, screen.may(.contentWrite) {
                form.markup(to: address + "/draft", submit: screen("content.item.save")) {
                    form.hidden("locale", locale)
                    form.hidden("revision", "\(item.revision)")
                    form.hidden("as", person)
                    for part in item.kind.parts { field(part, form) }
                }
                Markup.why(screen("content.item.variables"))
            } else {
                for part in item.kind.parts {
                    if let source = version.variants[locale, part.name] {
                        Markup.strong(screen("content.part.\(part.name)"))
                        Markup.code(source)
                    }
                }
            }
        }
    }

    private func field(_ part: ContentPart, _ form: ConsoleForm) -> Markup {
        let isLong = ["html", "text", "body", "content"].contains(part.name)
        return form.area(
            "part-\(part.name)", screen("content.part.\(part.name)"), hint: part.isHTML ? screen("content.item.htmlHint") : nil,
            rows: isLong ? (part.isHTML || part.name == "content" ? 14 : 6) : 2, isCode: true)
    }

    private var trial: Markup {
        Markup.card(screen("content.item.preview"), note: person.isEmpty ? screen("content.item.previewUnknown") : person) {
            if PreviewPeople.mayChoose(screen.principal) {
                screen.filters(address, submit: screen("content.item.previewAs")) {
                    Markup("<input type=\"hidden\" name=\"locale\" value=\"\(locale)\">")
                    screen.searchField("as", label: screen("content.item.person"), value: person)
                }
            }
            switch preview {
            case .rendered(let content): rendered(content)
            case .failed(let part, let reason):
                Markup.notice(screen("content.item.failed", ["part": screen("content.part.\(part)"), "reason": reason]), .bad)
            case .personMissing: Markup.notice(screen("content.item.personMissing"), .warn)
            case .profileAway: screen.degraded(.profile)
            case .nothing: Markup.emptyState(screen("content.item.noWords"), screen("content.item.noWordsHint"))
            }
        }
    }

    @MarkupBuilder private func rendered(_ content: RenderedContent) -> Markup {
        let shown = item.kind.parts.filter { !$0.isHTML && content.parts[$0.name] != nil }
        Markup.keyValues(shown.map { KeyValue(screen("content.part.\($0.name)"), content.parts[$0.name] ?? "") })
        if content.parts["html"] != nil {
            screen.previewFrame(
                PageAddress.make(address + "/preview", ["locale": locale, "as": person, "version": "\(version.number)"]),
                title: screen("content.item.preview"))
        }
    }

    private var checks: Markup {
        Markup.card(screen("content.item.findings"), note: screen("content.item.findingsCount", ["n": "\(findings.count)"])) {
            if findings.isEmpty {
                Markup.notice(screen("content.item.noFindings"), .good)
            } else {
                ContentParts.findings(findings, screen)
            }
        }
    }

    private var details: Markup {
        Markup.card(screen("content.item.details")) {
            Markup.keyValues([
                KeyValue(screen("content.field.key"), item.key.rawValue),
                KeyValue(screen("content.field.kind"), screen("content.kind.\(item.kind.rawValue)")),
                KeyValue(screen("content.field.purpose"), item.details.purpose.rawValue),
                KeyValue(screen("content.field.defaultLocale"), item.details.defaultLocale),
                KeyValue(screen("content.field.folder"), item.details.folder.isEmpty ? "–" : item.details.folder),
                KeyValue(screen("content.field.tags"), item.details.tags.isEmpty ? .text("–") : .tags(item.details.tags)),
            ])
        }
    }

    private var history: Markup {
        Markup.card(screen("content.item.versions")) {
            Markup.table(
                label: screen("content.item.versions"),
                [
                    .number(screen("content.field.version")), TableColumn(screen("content.field.status")),
                    TableColumn(screen("content.item.locales")),
                    TableColumn(screen("content.field.changed")),
                ], versions
            ) { version in
                [
                    .link("\(version.number)", PageAddress.make(address, ["version": "\(version.number)", "locale": locale])),
                    state(of: version),
                    .text(version.variants.locales.joined(separator: ", ")),
                    .text(screen.format.dateTime(version.publishedAt ?? version.updatedAt)),
                ]
            }
        }
    }

    private func state(of version: ContentVersion) -> Markup {
        if version.number == item.publishedVersion { return .tag(screen("content.version.current"), .good) }
        if version.publishedAt != nil { return .tag(screen("content.version.past")) }
        return .tag(screen("content.version.draft"), .info)
    }
}
