import CommonModels
import ConsoleKit
import ProfileDomain
import ServiceKit

/// What is asked and what holds where nobody was asked, as cards of the consent page.
struct ConsentCatalogueCards {
    let screen: ConsoleScreen
    let stored: StoredConsentCatalogue

    private var catalogue: ConsentCatalogue { stored.catalogue }
    private var words: ConsentWords { ConsentWords(screen, catalogue) }
    private var mayEdit: Bool { screen.may(.privacyManage) }

    static func address(of purpose: Purpose) -> String { "/ui/profile/consents/purposes/\(purpose.rawValue)" }

    private var note: String {
        stored.version == 0
            ? screen("consent.catalogue.first")
            : screen("consent.catalogue.version", ["n": "\(stored.version)", "date": screen.format.date(stored.since)])
    }

    var purposes: Markup {
        .card(screen("consent.catalogue.title"), note: note) {
            if catalogue.purposes.isEmpty {
                Markup.emptyState(screen("consent.catalogue.empty"), screen("consent.catalogue.emptyHint"))
            } else {
                Markup.table(
                    label: screen("consent.catalogue.title"),
                    [
                        TableColumn(screen("profile.consent.purpose")), TableColumn(screen("consent.catalogue.channels")),
                        TableColumn(screen("consent.catalogue.text")), TableColumn(screen("consent.catalogue.unasked")),
                        TableColumn(screen("consent.catalogue.special")),
                    ], catalogue.purposes, row: row)
                Markup.why(screen("consent.catalogue.why"))
            }
        }
    }

    private func row(_ purpose: ConsentPurpose) -> [Markup] {
        let name = purpose.name(screen.locale)
        let text = purpose.text.map { screen("consent.history.text", ["version": $0.version]) } ?? screen("consent.catalogue.noText")
        return [
            (mayEdit ? Markup.link(body: .strong(name), Self.address(of: purpose.key)) : .strong(name)) + " "
                + .small(purpose.key.rawValue),
            .text(purpose.channels.map(words.channel).joined(separator: ", ")), .small(text), defaults(of: purpose), marks(of: purpose),
        ]
    }

    private func marks(of purpose: ConsentPurpose) -> Markup {
        var marks: [Markup] = []
        if !purpose.doubleOptIn.isEmpty { marks.append(.tag(screen("consent.catalogue.doubleOptIn"), .info)) }
        if purpose.honoursGPC { marks.append(.tag(screen("consent.catalogue.gpc"), .accent)) }
        if !purpose.isOffered { marks.append(.tag(screen("consent.catalogue.hidden"))) }
        if let days = purpose.validDays { marks.append(.tag(screen("consent.catalogue.valid", ["n": screen.format.number(days)]))) }
        return .row { marks }
    }

    private func defaults(of purpose: ConsentPurpose) -> Markup {
        let rules = catalogue.rules.filter { $0.purpose == purpose.key }
        let everywhere = rules.contains { $0.region == nil && $0.channel == .all }
        let lines = rules.map { rule -> Markup in
            let place = rule.region.flatMap { key in catalogue.regions.first { $0.key == key } }?.name(screen.locale)
            let channel = rule.channel == .all ? "" : " · " + words.channel(rule.channel)
            return .tag(
                "\(place ?? screen("consent.region.elsewhere"))\(channel): \(screen("consent.default.\(rule.standing.rawValue)"))",
                rule.standing == .optIn ? .plain : .warn)
        }
        let fallback: Markup =
            everywhere ? .empty : .tag("\(screen("consent.region.elsewhere")): \(screen("consent.default.optIn"))")
        return .row {
            lines
            fallback
        }
    }

    var regions: Markup {
        .card(
            screen("consent.region.title"),
            right: mayEdit ? .buttonLink(screen("consent.region.new"), "/ui/profile/consents/regions/new") : .empty
        ) {
            if catalogue.regions.isEmpty {
                Markup.emptyState(screen("consent.region.empty"), screen("consent.region.emptyHint"))
            } else {
                Markup.table(
                    label: screen("consent.region.title"),
                    [TableColumn(screen("consent.region.name")), TableColumn(screen("consent.region.countries"))], catalogue.regions
                ) { region in
                    let name = region.name(screen.locale)
                    let address = "/ui/profile/consents/regions/\(PageAddress.encoded(region.key))"
                    return [
                        mayEdit ? .link(body: .strong(name), address) : .strong(name),
                        .small(region.countries.map(\.rawValue).sorted().joined(separator: " ")),
                    ]
                }
                Markup.why(screen("consent.region.why"))
            }
        }
    }
}
