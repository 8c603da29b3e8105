import CommonModels
import ConsoleKit
import ProfileDomain
import ServiceKit

/// What is our data, what may be done with it, and how long do we keep it?
struct GovernancePage {
    let screen: ConsoleScreen
    let book: GovernanceStore.Versioned<PolicyBook>
    let inherited: [PolicyBook.Inherited]
    let retention: GovernanceStore.Versioned<RetentionRules>
    let lastJob: Job?
    var values: [String: String] = [:]
    var errors = FormErrors.none

    var page: ConsolePage {
        ConsolePage(title: screen("profile.policies.title"), active: .policies, answer: answer, refreshSeconds: isRunning ? 2 : nil) {
            Markup.card(screen("profile.policies.list"), note: screen("profile.policies.note")) { policies }
            Markup.card(screen("profile.policies.labels")) { labels }
            if !inherited.isEmpty {
                Markup.card(screen("profile.policies.inherited"), note: screen("profile.policies.inherited.note")) { inheritedLabels }
            }
            ReadRightsCard(screen: screen, book: book.document).markup
            Markup.card(screen("profile.retention.title")) { kept }
            if screen.may(.privacyManage) {
                policyEditing
                retentionEditing
            }
        }
    }

    private var isRunning: Bool { lastJob.map { !$0.state.isFinished } ?? false }

    private var answer: String {
        screen(
            "profile.policies.answer",
            [
                "policies": screen.format.number(book.document.policies.count), "labels": screen.format.number(book.document.labels.count),
            ])
    }

    private func name(_ label: DataLabel) -> String {
        screen.words.optional("profile.policies.label.\(label.rawValue)", fallback: label.rawValue)
    }

    private var policies: Markup {
        let words = CustomerWords(screen)
        return Markup.table(
            label: screen("profile.policies.list"),
            [
                TableColumn(screen("profile.policies.key")), TableColumn(screen("profile.policies.label")),
                TableColumn(screen("profile.policies.actions")), TableColumn(screen("profile.policies.channels")),
                TableColumn(screen("profile.policies.effect")),
            ], book.document.policies
        ) { policy in
            let actions = DataAction.allCases.filter(policy.actions.contains).map { screen("profile.policies.action.\($0.rawValue)") }
            let channels = policy.channels.map { $0.map(words.channel).sorted() } ?? []
            let effect: Markup =
                switch policy.effect {
                case .deny: .tag(screen("profile.policies.deny"), .bad)
                case .allowOnly(let purposes):
                    .tag(
                        screen("profile.policies.allow", ["purposes": purposes.map(words.purpose).sorted().joined(separator: ", ")]), .info)
                }
            return [
                .strong(policy.key), .tag(name(policy.label)), .text(actions.joined(separator: ", ")),
                .text(channels.joined(separator: ", ")), effect,
            ]
        }
    }

    private var labels: Markup {
        let byLabel = Dictionary(grouping: book.document.labels, by: \.label).sorted { $0.key.rawValue < $1.key.rawValue }
        return Markup.table(
            label: screen("profile.policies.labels"),
            [TableColumn(screen("profile.policies.label")), TableColumn(screen("profile.policies.fields"))], byLabel
        ) { label, fields in [.tag(name(label)), .tags(fields.map(\.pattern.description))] }
    }

    private var inheritedLabels: Markup {
        Markup.table(
            label: screen("profile.policies.inherited"),
            [
                TableColumn(screen("profile.policies.field")), TableColumn(screen("profile.policies.label")),
                TableColumn(screen("profile.policies.from")),
            ], inherited
        ) { [.text($0.field.description), .tag(name($0.label)), .text($0.source.description)] }
    }

    @MarkupBuilder private var kept: Markup {
        let rules = retention.document
        if rules.isNone { Markup.paragraph(screen("profile.retention.none")) }
        if rules.events != .none {
            Markup.table(
                label: screen("profile.retention.title"),
                [TableColumn(screen("profile.retention.event")), .number(screen("profile.retention.days"))],
                rules.events.names.sorted { $0.key < $1.key }
                    + rules.events.types.sorted { $0.key.rawValue < $1.key.rawValue }.map {
                        (key: screen("profile.retention.ofType", ["type": $0.key.rawValue]), value: $0.value)
                    }
            ) { name, days in [.text(name), .text(screen.format.number(Int(days)))] }
        }
        if let days = rules.dormantDays {
            Markup.paragraph(screen("profile.retention.dormant", ["n": screen.format.number(Int(days))]))
        }
        if let lastJob { screen.progress(JobProgress(title: screen("profile.retention.last"), job: lastJob)) }
    }

    private var policyEditing: Markup {
        let form = screen.form(values: ["policies": book.document.json.serialized].merging(values) { $1 }, errors: errors)
        return .card(screen("profile.policies.document")) {
            form.markup(to: "/ui/profile/policies", submit: screen("profile.policies.save")) {
                form.hidden("version", String(book.version))
                form.area(
                    "policies", screen("profile.policies.edit"), hint: screen("profile.policies.documentHint"), rows: 8, isCode: true)
            }
        }
    }

    private var retentionEditing: Markup {
        let form = screen.form(values: ["retention": retention.document.json.serialized].merging(values) { $1 }, errors: errors)
        return .card(
            screen("profile.retention.document"),
            right: screen.form().button(screen("profile.retention.run"), to: "/ui/profile/retention/run")
        ) {
            form.markup(to: "/ui/profile/retention", submit: screen("profile.policies.save")) {
                form.hidden("version", String(retention.version))
                form.area(
                    "retention", screen("profile.policies.edit"), hint: screen("profile.retention.documentHint"), rows: 3, isCode: true)
            }
        }
    }
}
