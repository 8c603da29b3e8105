import CommonModels
import ConsoleKit
import Hummingbird
import ProfileDomain
import ServiceKit

/// Whom may we reach, for what, on which channel, and how do we know?
struct ConsentPage: Sendable {
    let console: Console
    let overview: ConsentOverview
    let profiles: ProfileStore
    let desk: ConsentCatalogueDesk

    /// How consent stands for one purpose on one channel.
    private struct Line {
        let purpose: Purpose
        let channel: Channel
        var people: [ConsentStatus: Int64] = [:]
        var asked: Int64 { people.values.reduce(0, +) }
        var granted: Int64 { people[.granted] ?? 0 }
        var refused: Int64 { (people[.denied] ?? 0) + (people[.withdrawn] ?? 0) }
    }

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .profileRead).get("/ui/profile/consents", use: show)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        async let counts = overview.counts()
        async let latest = overview.latest()
        async let living = profiles.counts().living
        let screen = console.screen(request, context)
        let lines = Self.lines(try await counts)
        let (records, people, stored) = (try await latest, try await living, try await desk.current())
        return screen.answer(
            ConsolePage(
                title: screen("profile.consents.title"), active: .consents, answer: answer(screen, lines, people),
                actions: screen.may(.privacyManage)
                    ? .buttonLink(screen("consent.catalogue.new"), "/ui/profile/consents/purposes/new", isPrimary: true) : .empty
            ) {
                let cards = ConsentCatalogueCards(screen: screen, stored: stored)
                if lines.isEmpty {
                    Markup.emptyState(screen("profile.consents.none"), screen("profile.consents.noneHint"))
                } else {
                    standing(screen, lines, people, stored.catalogue)
                }
                cards.purposes
                cards.regions
                if !records.isEmpty { proof(screen, records, stored.catalogue) }
            })
    }

    private static func lines(_ counts: [ConsentOverview.Count]) -> [Line] {
        var lines: [Line] = []
        for count in counts {
            if let index = lines.firstIndex(where: { $0.purpose == count.purpose && $0.channel == count.channel }) {
                lines[index].people[count.status, default: 0] += count.people
            } else {
                lines.append(Line(purpose: count.purpose, channel: count.channel, people: [count.status: count.people]))
            }
        }
        return lines
    }

    private func answer(_ screen: ConsoleScreen, _ lines: [Line], _ people: Int64) -> String {
        let words = CustomerWords(screen)
        let marketing = lines.filter { $0.purpose == .marketing }.max { $0.granted < $1.granted }
        guard let best = marketing ?? lines.max(by: { $0.granted < $1.granted }), people > 0 else { return screen("profile.consents.none") }
        return screen(
            "profile.consents.answer",
            [
                "channel": words.channel(best.channel), "purpose": words.purpose(best.purpose), "n": screen.format.number(best.granted),
                "share": screen.format.percent(Double(best.granted) / Double(people)), "people": screen.format.number(people),
            ])
    }

    private func standing(_ screen: ConsoleScreen, _ lines: [Line], _ people: Int64, _ catalogue: ConsentCatalogue) -> Markup {
        let words = ConsentWords(screen, catalogue)
        return .card(
            screen("profile.consents.standing"), note: screen("profile.consents.standingNote", ["people": screen.format.number(people)])
        ) {
            Markup.table(
                label: screen("profile.consents.standing"),
                [
                    TableColumn(screen("profile.consent.purpose")), TableColumn(screen("profile.consent.channel")),
                    TableColumn(screen("profile.consents.reachable")),
                    .number(screen("profile.consent.granted")), .number(screen("profile.consents.refused")),
                    .number(screen("profile.consents.notAsked")),
                ], lines
            ) { line in
                let share = people > 0 ? Double(line.granted) / Double(people) : 0
                let shareText = screen.format.percent(share)
                return [
                    .strong(words.purpose(line.purpose)), .text(words.channel(line.channel)),
                    .bar(share, tone: .good, label: "\(words.purpose(line.purpose)) \(words.channel(line.channel)): \(shareText)")
                        + .small(shareText),
                    .text(screen.format.number(line.granted)), .text(screen.format.number(line.refused)),
                    .text(screen.format.number(max(0, people - line.asked))),
                ]
            }
            Markup.why(screen("profile.consents.rule"))
        }
    }

    private func proof(_ screen: ConsoleScreen, _ records: [ConsentOverview.Record], _ catalogue: ConsentCatalogue) -> Markup {
        let (words, customers) = (ConsentWords(screen, catalogue), CustomerWords(screen))
        return .card(screen("profile.consents.proof"), note: screen("profile.consents.proofNote")) {
            Markup.table(
                label: screen("profile.consents.proof"),
                [
                    TableColumn(screen("profile.events.when")), TableColumn(screen("profile.consents.customer")),
                    TableColumn(screen("profile.consent.purpose")),
                    TableColumn(screen("profile.consent.channel")), TableColumn(screen("profile.consent.status")),
                    TableColumn(screen("profile.consent.basis")),
                ], records
            ) { record in
                let basis = screen.words.optional("consent.basis.\(record.legalBasis)", fallback: record.legalBasis)
                return [
                    .text(screen.format.dateTime(record.at)),
                    .link(customers.short(record.profileID), customers.address(of: record.profileID)),
                    .text(words.purpose(record.purpose)), .text(words.channel(record.channel)), words.tag(record.status),
                    .small(
                        [basis, words.source(record.source), record.textVersion]
                            .compactMap(\.self).joined(separator: " · ")),
                ]
            }
        }
    }
}
