import CommonModels
import ConsoleKit
import Hummingbird
import ServiceKit
import StorageKit

/// Everything a customer did and everything we did to them, newest first.
struct CustomerTimeline {
    let screen: ConsoleScreen
    let profile: ProfileID
    let page: TimelineStore.Page?
    let asked: Asked
    let kinds: [String]
    let sources: [String]
    let after: String?

    /// What the reader wants to see.
    struct Asked: Sendable {
        let kind: String?
        let source: String?
        /// Days of the reader's zone, as the browser writes them; both belong to what is shown.
        let from: String?
        let to: String?
        let filter: TimelineFilter

        init(_ request: Request, zone: DisplayZone) {
            (kind, source) = (request.query("name"), request.query("source"))
            (from, to) = (request.query("from"), request.query("to"))
            filter = TimelineFilter(
                kind: kind, source: source, from: from.flatMap { DisplayZone.day($0) }.map { zone.start(of: $0) },
                to: to.flatMap { DisplayZone.day($0) }.map { zone.start(of: CivilDate(daysSince1970: $0.daysSince1970 + 1)) })
        }

        var isEverything: Bool { filter == .all }
        var query: KeyValuePairs<String, String> { ["name": kind ?? "", "source": source ?? "", "from": from ?? "", "to": to ?? ""] }
    }

    private var address: String { "/ui/profile/customers/\(profile.rawValue)" }

    var card: Markup {
        let words = EventWords(screen)
        let entries = page?.entries ?? []
        return .card(screen("profile.timeline.title"), span: 8, id: "timeline") {
            filters
            if entries.isEmpty {
                nothing
            } else {
                screen.timeline(entries.map { words.item($0.event) })
            }
            pager
        }
    }

    private var nothing: Markup {
        if asked.isEverything { return .emptyState(screen("profile.timeline.none"), screen("profile.timeline.noneYet")) }
        let text = screen(page?.next == nil ? "profile.timeline.noneHint" : "profile.timeline.noneSoFar")
        return .emptyState(screen("profile.timeline.noneFound"), text, action: .buttonLink(screen("profile.timeline.all"), address))
    }

    private var filters: Markup {
        let words = EventWords(screen)
        let kinds = [(value: "", text: screen("profile.timeline.all"))] + kinds.map { (value: $0, text: words.title($0)) }
        let sources =
            [(value: "", text: screen("profile.timeline.everySource"))]
            + sources.map { (value: $0, text: screen.words.optional("profile.source.\($0)", fallback: $0)) }
        return screen.filters(address, submit: screen("profile.timeline.apply")) {
            screen.filter("name", label: screen("profile.timeline.kind"), kinds, chosen: asked.kind)
            screen.filter("source", label: screen("profile.events.source"), sources, chosen: asked.source)
            day("from", screen("profile.timeline.from"), asked.from)
            day("to", screen("profile.timeline.to"), asked.to)
        }
    }

    private func day(_ name: String, _ label: String, _ value: String?) -> Markup {
        """
        <div class="f"><label for="f-\(name)">\(label)</label>\
        <input class="field" id="f-\(name)" type="date" name="\(name)" value="\(value ?? "")"></div>
        """
    }

    /// Back to the newest, and on to what was earlier.
    private var pager: Markup {
        let query = asked.query.filter { !$0.value.isEmpty }
        func link(_ after: String?) -> String {
            let parts = (query.map { ($0.key, $0.value) } + (after.map { [("after", $0)] } ?? []))
            let text = parts.map { "\(PageAddress.encoded($0))=\(PageAddress.encoded($1))" }.joined(separator: "&")
            return (text.isEmpty ? address : address + "?" + text) + "#timeline"
        }
        guard after != nil || page?.next != nil else { return .empty }
        let newest: Markup = after == nil ? .empty : .buttonLink(screen("profile.timeline.newest"), link(nil))
        let earlier: Markup = page?.next.map { .buttonLink(screen("profile.timeline.earlier"), link($0.encoded)) } ?? .empty
        return "<nav class=\"pager\" aria-label=\"\(screen("profile.timeline.title"))\">\(newest)\(earlier)</nav>"
    }
}
