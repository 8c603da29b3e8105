import CommonModels
import ConsoleKit
import DecisionDomain
import Hummingbird
import OrderedCollections
import RuleKit
import ServiceKit

/// Try a decision for a customer: what they would get here and now, and why not everything else. Nothing is counted.
struct TesterPage: Sendable {
    let console: Console
    let engine: DecisionEngine
    let catalogue: CatalogueCache

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .decisionRead).get("/ui/decision/tester", use: show)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let current = try await catalogue.current()
        let asked = (customer: request.query("customer"), placement: request.query("placement"))
        var answer = screen("decision.tester.lead")
        var result = Markup.empty
        if let customer = asked.customer, let key = asked.placement, let index = current.placements[key] {
            let who: DecideRequest.Who = ProfileID(customer).map { .profile($0) } ?? Self.identity(customer)
            let preview = try await engine.preview(DecideRequest(who: who, placement: key, explain: true, isDryRun: true))
            answer = sentence(preview, screen)
            result = explained(preview, index, screen)
        }
        let page = ConsolePage(
            title: screen("decision.tester.title"), active: .decisions, crumbs: [.init(screen("decision.offers.title"), "/ui/decision")],
            answer: answer
        ) {
            DecisionTabs.tester.markup(screen)
            form(current, asked.customer, asked.placement, screen)
            result
        }
        return screen.answer(page)
    }

    /// An address is an e-mail, anything else a user id.
    private static func identity(_ text: String) -> DecideRequest.Who {
        .identity(namespace: text.contains("@") ? "email" : "userId", value: text)
    }

    private func form(_ catalogue: OfferCatalogue, _ customer: String?, _ placement: String?, _ screen: ConsoleScreen) -> Markup {
        let places = catalogue.placements.values.sorted { $0.placement.key < $1.placement.key }
            .map { (value: $0.placement.key, text: $0.placement.name.text(screen)) }
        if places.isEmpty { return .emptyState(screen("decision.placements.empty"), screen("decision.placements.emptyHint")) }
        return screen.filters("/ui/decision/tester", submit: screen("decision.tester.submit")) {
            screen.searchField("customer", label: screen("decision.tester.customer"), value: customer)
            screen.filter("placement", label: screen("decision.field.placement"), places, chosen: placement)
        }
    }

    private func sentence(_ decision: Decision, _ screen: ConsoleScreen) -> String {
        let names = decision.served.map { $0.offer.name.text(screen) }.joined(separator: ", ")
        let key =
            decision.served.isEmpty && decision.verdict.reason != .none
            ? "\(decision.verdict.reason.rawValue).empty" : decision.verdict.reason.rawValue
        return screen("decision.tester.\(key)", ["offer": names])
    }

    private func explained(_ decision: Decision, _ index: PlacementIndex, _ screen: ConsoleScreen) -> Markup {
        let rows = decision.explanation?.arrayValue ?? []
        return .card(screen("decision.tester.why"), note: screen("decision.tester.dry")) {
            if let exposure = decision.exposure {
                Markup.paragraph(screen("decision.tester.arm", ["experiment": exposure.experimentKey, "arm": exposure.armKey]))
            }
            if index.candidates.isEmpty {
                Markup.paragraph(screen("decision.tester.noCandidates"))
            } else {
                Markup.table(
                    label: screen("decision.tester.why"),
                    [
                        .number(screen("decision.field.rank")), TableColumn(screen("decision.field.name")),
                        TableColumn(screen("decision.field.outcome")), TableColumn(screen("decision.field.because")),
                    ], Array(zip(index.candidates, rows).enumerated())
                ) { item in row(item.element.0, item.element.1, rank: item.offset + 1, screen) }
            }
        }
    }

    private func row(_ candidate: Candidate, _ found: JSONValue, rank: Int, _ screen: ConsoleScreen) -> [Markup] {
        let outcome = found["outcome"]?.stringValue ?? ""
        return [
            .text(screen.format.number(rank)), .link(candidate.offer.name.text(screen), "/ui/decision/offers/\(candidate.offer.id)"),
            .tag(screen("decision.outcome.\(outcome)"), outcome == "chosen" ? .good : outcome == "outranked" ? .plain : .warn),
            .text(because(candidate, outcome, found, screen)),
        ]
    }

    private func because(_ candidate: Candidate, _ outcome: String, _ found: JSONValue, _ screen: ConsoleScreen) -> String {
        switch outcome {
        case "ruleNotMet": return candidate.offer.eligibility.sentence(in: screen.locale)
        case "capped":
            let name = found["cap"]?.stringValue
            let cap = candidate.caps.first { $0.name == name }
            return cap.map { "\(CapWords.scope($0.scope, screen)): \(CapWords.sentence($0.cap, screen))" } ?? ""
        case "consentMissing":
            let consent = candidate.offer.consent
            return screen(
                "decision.offer.consent", ["purpose": consent?.purpose.rawValue ?? "", "channel": consent?.channel.rawValue ?? ""])
        default: return screen("decision.because.\(outcome)")
        }
    }
}
