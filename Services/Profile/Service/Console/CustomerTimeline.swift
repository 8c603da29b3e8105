import CommonModels
import ConsoleKit
import ServiceKit

/// Everything a customer did and everything we did to them, newest first.
struct CustomerTimeline {
    let screen: ConsoleScreen
    let profile: ProfileID
    let page: Page<CustomerEvent>
    let name: String?
    let names: [(name: String, count: Int64)]
    let after: String?

    var card: Markup {
        let words = EventWords(screen)
        return .card(screen("profile.timeline.title"), right: filter, span: 8, id: "timeline") {
            if page.items.isEmpty {
                Markup.emptyState(screen("profile.timeline.none"), screen("profile.timeline.noneHint"))
            } else {
                screen.timeline(page.items.map(words.item))
                screen.pager(next: page.next, query: ["name": name], after: after)
            }
        }
    }

    private var filter: Markup {
        let options =
            [(value: "", text: screen("profile.timeline.all"))]
            + names.map { (value: $0.name, text: "\(EventWords(screen).title($0.name)) (\(screen.format.number($0.count)))") }
        return screen.filters("/ui/profile/customers/\(profile.rawValue)", submit: screen("profile.timeline.apply")) {
            screen.filter("name", label: screen("profile.timeline.kind"), options, chosen: name)
        }
    }
}
