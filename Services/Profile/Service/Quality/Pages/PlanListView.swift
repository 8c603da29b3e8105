import CommonModels
import ConsoleKit
import ProfileDomain
import ServiceKit

/// What must events look like, and what becomes of those that do not?
struct PlanListView {
    let screen: ConsoleScreen
    let entries: [TrackingPlanStore.Stored]
    let settings: TrackingPlanStore.StoredSettings
    var values: [String: String] = [:]
    var errors = FormErrors.none

    private var words: QualityWords { QualityWords(screen) }
    private var mayEdit: Bool { screen.may(.profileWrite) }

    var page: ConsolePage {
        ConsolePage(
            title: screen("profile.plan.title"), active: .quality,
            crumbs: [.init(screen("profile.quality.title"), QualityTabs.overview.address)], answer: answer,
            actions: mayEdit ? .buttonLink(screen("profile.plan.new"), PlanPages.entryAddress, isPrimary: true) : .empty
        ) {
            QualityTabs.plan.markup(screen)
            Markup.grid {
                list
                kinds
                unplanned
            }
        }
    }

    private var answer: String {
        let mode = settings.settings.unplanned?.rawValue ?? "allow"
        return screen(
            "profile.plan.answer",
            ["n": screen.format.number(entries.count), "unplanned": screen("profile.plan.unplanned.\(mode)")])
    }

    private var list: Markup {
        .card(screen("profile.plan.entries"), span: 8) {
            if entries.isEmpty {
                Markup.emptyState(
                    screen("profile.plan.none"), screen("profile.plan.noneHint"),
                    action: mayEdit ? .buttonLink(screen("profile.plan.new"), PlanPages.entryAddress) : .empty)
            } else {
                Markup.table(
                    label: screen("profile.plan.entries"),
                    [
                        TableColumn(screen("profile.quality.rule")), TableColumn(screen("profile.quality.becomes")),
                        TableColumn(screen("profile.plan.members")), .number(screen("profile.plan.version")),
                        TableColumn(screen("profile.plan.changed")),
                    ], entries
                ) { stored in
                    let rule = stored.entry.rule
                    let plain = Markup.strong(words.name(rule))
                    let name = mayEdit ? Markup.link(body: plain, PlanPages.address(of: rule)) : plain
                    let about: Markup = stored.entry.description.isEmpty ? .empty : "<br>\(Markup.small(stored.entry.description))"
                    return [
                        name + about, words.mode(stored.entry.mode),
                        .small(members(stored.entry)), .text("\(stored.version)"), .small(screen.format.relative(stored.updatedAt)),
                    ]
                }
            }
        }
    }

    private func members(_ entry: PlanEntry) -> String {
        let names = entry.schema.memberNames
        return names.prefix(6).joined(separator: ", ") + (names.count > 6 ? ", …" : "")
    }

    /// Teaches what an entry may speak of.
    private var kinds: Markup {
        .card(screen("profile.plan.modes"), span: 4) {
            Markup.keyValues(
                PlanMode.allCases.map {
                    KeyValue(screen("profile.quality.mode.\($0.rawValue)"), screen("profile.plan.mode.\($0.rawValue)"))
                })
            Markup.why(screen("profile.plan.modesRule"))
        }
    }

    private var unplanned: Markup {
        let present = settings.settings
        let form = screen.form(
            values: values.isEmpty
                ? [
                    "unplanned": present.unplanned?.rawValue ?? "allow", "quarantineDays": "\(present.quarantineDays)",
                ] : values, errors: errors)
        return .card(screen("profile.plan.settings")) {
            if mayEdit {
                form.markup(to: QualityTabs.plan.address + "/settings", submit: screen("profile.plan.save")) {
                    form.hidden("version", values["version"] ?? "\(settings.version)")
                    form.beside {
                        form.select(
                            "unplanned", screen("profile.plan.unplanned"),
                            ["allow", "observe", "quarantine", "block"].map { ($0, screen("profile.plan.unplanned.\($0)")) },
                            hint: screen("profile.plan.unplannedHint"))
                        form.text(
                            "quarantineDays", screen("profile.plan.days"), kind: .number, hint: screen("profile.plan.daysHint"),
                            isRequired: true)
                    }
                }
            } else {
                Markup.paragraph(screen("profile.plan.unplanned.\(present.unplanned?.rawValue ?? "allow")"))
                Markup.paragraph(screen("profile.plan.daysAre", ["n": screen.format.number(Int(present.quarantineDays))]))
            }
        }
    }
}
