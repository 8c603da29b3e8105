import CommonModels
import ConsoleKit
import ProfileDomain
import ServiceKit

/// Writing one entry, and trying it before it counts.
struct PlanEntryView {
    static let example = """
        {
          "type": "object",
          "required": ["order_id", "revenue"],
          "properties": {
            "order_id": {"type": "string", "minLength": 1},
            "revenue": {"type": "number", "minimum": 0},
            "currency": {"enum": ["KRW", "USD", "EUR"]},
            "products": {
              "type": "array",
              "items": {"type": "object", "required": ["product_id"], "properties": {"product_id": {"type": "string"}}}
            }
          }
        }
        """

    let screen: ConsoleScreen
    let known: TrackingPlanStore.Stored?
    var versions: [TrackingPlanStore.Version] = []
    var values: [String: String] = [:]
    var errors = FormErrors.none
    var outcome: PlanTrial.Outcome?

    private var words: QualityWords { QualityWords(screen) }

    var page: ConsolePage {
        let title = known.map { words.name($0.entry.rule) } ?? screen("profile.plan.new")
        return ConsolePage(
            title: title, active: .quality,
            crumbs: [
                .init(screen("profile.quality.title"), QualityTabs.overview.address),
                .init(screen("profile.plan.title"), QualityTabs.plan.address),
            ], answer: screen("profile.plan.entryAnswer")
        ) {
            if let outcome { trial(outcome) }
            Markup.grid {
                editor(title)
                Markup.column(span: 5) {
                    guide
                    if known != nil { more }
                }
            }
        }
    }

    private func editor(_ title: String) -> Markup {
        let form = screen.form(values: shown, errors: errors)
        return .card(title, span: 7) {
            form.markup(to: PlanPages.entryAddress, submit: screen("profile.plan.save"), cancel: QualityTabs.plan.address) {
                if let known {
                    form.hidden("kind", known.entry.rule.kind.rawValue)
                    form.hidden("name", known.entry.rule.name)
                    form.hidden("version", values["version"] ?? "\(known.version)")
                } else {
                    form.beside {
                        form.select("kind", screen("profile.plan.kind"), PlanRule.Kind.allCases.map { ($0.rawValue, words.kind($0)) })
                        form.text(
                            "name", screen("profile.plan.name"), hint: screen("profile.plan.nameHint"), isRequired: true,
                            limit: PlanRule.nameLengthMax)
                    }
                }
                form.select(
                    "mode", screen("profile.quality.becomes"),
                    PlanMode.allCases.map { ($0.rawValue, screen("profile.plan.mode.\($0.rawValue)")) })
                form.text("description", screen("profile.plan.description"), limit: PlanEntry.descriptionLengthMax)
                form.area(
                    "schema", screen("profile.plan.schema"), hint: screen("profile.plan.schemaHint"), isRequired: true, rows: 20,
                    isCode: true)
                for text in errors.others(than: ["kind", "name", "mode", "description", "schema", ""]) { Markup.notice(text, .bad) }
                tryButton
            }
        }
    }

    /// A trial tells of values, so it is for who reads them all.
    private var tryButton: Markup {
        guard screen.fields.readsEverything else { return .why(screen("profile.plan.tryHidden")) }
        return
            "<div class=\"acts\"><button class=\"btn\" formaction=\"\(href: QualityTabs.plan.address + "/try")\">\(screen("profile.plan.try"))</button></div>"
    }

    private var shown: [String: String] {
        if !values.isEmpty { return values }
        guard let entry = known?.entry else { return ["kind": "track", "mode": "observe", "schema": Self.example] }
        return ["mode": entry.mode.rawValue, "description": entry.description, "schema": JSONText.pretty(entry.schema.document)]
    }

    private func trial(_ outcome: PlanTrial.Outcome) -> Markup {
        .card(screen("profile.plan.trial"), note: screen("profile.plan.trialNote")) {
            Markup.paragraph(
                screen(
                    "profile.plan.trialAnswer",
                    [
                        "looked": screen.format.number(outcome.looked), "matching": screen.format.number(outcome.matching),
                        "violating": screen.format.number(outcome.violating),
                    ]))
            if outcome.isPartial { Markup.notice(screen("profile.plan.trialPartial"), .warn) }
            if outcome.waiting > 0 {
                Markup.paragraph(
                    screen(
                        "profile.plan.trialWaiting",
                        ["waiting": screen.format.number(outcome.waiting), "passing": screen.format.number(outcome.passing)]))
            }
            if !outcome.places.isEmpty {
                Markup.table(
                    label: screen("profile.plan.trial"),
                    [
                        TableColumn(screen("profile.plan.place")), TableColumn(screen("profile.quality.what")),
                        TableColumn(screen("profile.quality.sample")), .number(screen("profile.quality.events")),
                    ], outcome.places.sorted { ($1.value.events, $0.key) < ($0.value.events, $1.key) }
                ) { place, found in
                    [
                        .small(place), .text(words.fault(found.fault)),
                        .small(found.fault.pointer) + .text(" ") + "<code>\(found.fault.shape)</code>",
                        .text(screen.format.number(found.events)),
                    ]
                }
            }
        }
    }

    private var guide: Markup {
        .card(screen("profile.plan.guide")) {
            Markup.keyValues(PlanRule.Kind.allCases.map { KeyValue(words.kind($0), screen("profile.plan.kind.\($0.rawValue)")) })
            Markup.why(screen("profile.plan.keywords"))
            Markup.why(screen("profile.plan.patterns"))
        }
    }

    private var more: Markup {
        .card(screen("profile.plan.versions")) {
            Markup.table(
                label: screen("profile.plan.versions"),
                [
                    .number(screen("profile.plan.version")), TableColumn(screen("profile.plan.changed")),
                    TableColumn(screen("profile.plan.by")),
                ],
                versions.prefix(10)
            ) { version in
                [
                    .text("\(version.version)"),
                    .small(screen.format.dateTime(version.at)) + (version.document == nil ? .tag(screen("profile.plan.removed")) : .empty),
                    .small(version.by),
                ]
            }
            if let known {
                Markup.buttonLink(
                    screen("profile.plan.remove"),
                    PageAddress.make(
                        QualityTabs.plan.address + "/remove",
                        ["kind": known.entry.rule.kind.rawValue, "name": known.entry.rule.name]))
            }
        }
    }
}
