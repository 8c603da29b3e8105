import CommonModels
import ConsoleKit
import JourneyDomain

/// Asks before publishing, and says how many people it concerns, now.
struct PublishPage: Sendable {
    let screen: ConsoleScreen
    let journey: Journey
    let impact: PublishImpact

    var page: ConsolePage {
        let path = "/ui/journey/\(journey.id.rawValue)"
        let form = screen.form()
        return ConsolePage(
            title: screen("journey.publish.title", ["n": "\(impact.nextVersion)"]), active: .journeys,
            crumbs: [.init(screen("journey.list.title"), "/ui/journey"), .init(JourneyWords(screen: screen).name(journey), path)],
            answer: screen("journey.publish.inside", ["n": screen.format.number(impact.inside)])
        ) {
            Markup.card(screen("journey.publish.who")) {
                Markup.paragraph(who)
                form.markup(to: "\(path)/publish", submit: screen("journey.act.publish"), cancel: path) {
                    form.hidden("revision", "\(journey.revision)")
                    if impact.members != nil {
                        form.checkbox("backfill", screen("journey.publish.backfill", ["n": screen.format.number(impact.members ?? 0)]))
                    }
                }
            }
        }
    }

    private var who: String {
        impact.members.map { screen("journey.publish.segment", ["n": screen.format.number($0)]) } ?? screen("journey.publish.event")
    }
}
