import CommonModels
import ConsoleKit
import JourneyDomain
import ServiceKit

/// The page of one journey: where people are now, what was held and why, and what can be done.
struct JourneyPage: Sendable {
    let view: JourneyView
    let words: JourneyWords

    private var screen: ConsoleScreen { words.screen }
    private var journey: Journey { view.journey }
    private var path: String { "/ui/journey/\(journey.id.rawValue)" }

    var page: ConsolePage {
        ConsolePage(
            title: words.name(journey), titleTags: words.status(journey.status), active: .journeys,
            crumbs: [.init(screen("journey.list.title"), "/ui/journey")], answer: answer, actions: actions
        ) {
            Markup.tiles(label: screen("journey.tiles")) {
                tile("inside", view.totals.inside)
                tile("sent", view.totals.sent)
                tile("held", view.totals.held)
                tile("converted", view.totals.converted)
            }
            if !view.issues.isEmpty { issues }
            if let document = view.document {
                Markup.card(screen("journey.flow.title"), note: versionNote) {
                    FlowChart(document: document, counts: view.counts, words: words).markup
                }
            }
            Markup.grid {
                held
                versions
            }
            people
        }
    }

    private var answer: String {
        switch journey.status {
        case .draft:
            screen(view.issues.isEmpty ? "journey.show.answerDraft" : "journey.show.answerFaulty", ["n": "\(view.issues.count)"])
        case .live, .paused, .archived:
            screen(
                "journey.show.answer",
                [
                    "inside": screen.format.number(view.totals.inside), "sent": screen.format.number(view.totals.sent),
                    "held": screen.format.number(view.totals.held),
                ])
        }
    }

    private func tile(_ name: String, _ value: Int64) -> Markup {
        var tile = Tile(screen("journey.field.\(name)"), value: screen.format.number(value))
        tile.foot = screen("journey.foot.\(name)", ["entered": screen.format.number(view.totals.entered)])
        return tile.markup()
    }

    private var versionNote: String {
        journey.liveVersion.map { screen("journey.flow.version", ["n": "\($0)"]) } ?? screen("journey.flow.draft")
    }

    private var actions: Markup {
        guard journey.status != .archived else { return .empty }
        var actions = Markup.empty
        if screen.may(.journeyWrite) { actions += .buttonLink(screen("journey.act.edit"), "\(path)/edit") }
        guard screen.may(.journeyPublish) else { return actions }
        if journey.status == .live { actions += screen.form().button(screen("journey.act.pause"), to: "\(path)/pause") }
        if journey.status == .paused { actions += screen.form().button(screen("journey.act.resume"), to: "\(path)/resume") }
        if journey.status != .draft { actions += .buttonLink(screen("journey.act.archive"), "\(path)/archive") }
        if view.issues.isEmpty { actions += .buttonLink(screen("journey.act.publish"), "\(path)/publish", isPrimary: true) }
        return actions
    }

    private var issues: Markup { IssueTable(issues: view.issues, words: words).markup }

    private var held: Markup {
        let reasons = view.totals.heldByReason.sorted { $0.value > $1.value }
        return Markup.card(screen("journey.held.title"), note: screen("journey.held.note"), span: 6) {
            if reasons.isEmpty {
                Markup.paragraph(screen("journey.held.none"))
            } else {
                Markup.table(
                    label: screen("journey.held.title"),
                    [TableColumn(screen("journey.field.reason")), .number(screen("journey.field.held"))], reasons
                ) { [.text(words.reason($0.key)), .text(screen.format.number($0.value))] }
            }
        }
    }

    private var versions: Markup {
        Markup.card(screen("journey.versions.title"), note: screen("journey.versions.note"), span: 6) {
            if view.versions.isEmpty {
                Markup.paragraph(screen("journey.versions.none"))
            } else {
                Markup.table(
                    label: screen("journey.versions.title"),
                    [.number(screen("journey.field.version")), TableColumn(screen("journey.field.published"))],
                    view.versions
                ) { [.text("\($0.version)"), .text(screen.format.dateTime($0.publishedAt))] }
            }
        }
    }

    private var people: Markup {
        Markup.card(screen("journey.people.title"), note: screen("journey.people.note")) {
            if view.recent.isEmpty {
                Markup.paragraph(screen("journey.people.none"))
            } else {
                Markup.table(
                    label: screen("journey.people.title"),
                    [
                        TableColumn(screen("journey.field.person")), TableColumn(screen("journey.field.enteredAt")),
                        TableColumn(screen("journey.field.node")),
                        TableColumn(screen("journey.field.state")), TableColumn(""),
                    ], view.recent
                ) { run in
                    [
                        .link(
                            "…\(run.profileID.rawValue.suffix(8))",
                            screen.link("/ui/profile/customers/\(run.profileID.rawValue)", of: .profile)),
                        .text(screen.format.relative(run.enteredAt)), .text(run.nodeID.rawValue),
                        .text(screen("journey.state.\(run.outcome?.rawValue ?? run.state.rawValue)")),
                        .link(screen("journey.people.why"), "/ui/journey/runs/\(run.id.rawValue)"),
                    ]
                }
            }
        }
    }
}
