import CommonModels
import ConsoleKit
import DecisionDomain
import Hummingbird
import ServiceKit
import StorageKit

/// Experiments with their arms and who has been shown which, and the global holdout.
struct ExperimentPages: Sendable {
    static let listMax = 200

    let console: Console
    let store: CatalogueStore<Experiment>
    let split: ExperimentSplit
    let holdoutShare: Double

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .decisionRead)
            .get("/ui/decision/experiments", use: list)
            .get("/ui/decision/experiments/:id", use: show)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let found = try await store.list(status: nil, after: nil, limit: Self.listMax)
        let running = found.count { $0.document.status == .running }
        let holdout = try await split.people(of: GlobalHoldout.key)
        let page = ConsolePage(
            title: screen("decision.experiments.title"), active: .experiments,
            answer: screen(
                "decision.experiments.answer", ["n": screen.format.number(found.count), "running": screen.format.number(running)])
        ) {
            Markup.card(screen("decision.holdout.title")) { holdoutPart(holdout, screen) }
            if found.isEmpty {
                Markup.emptyState(screen("decision.experiments.empty"), screen("decision.experiments.emptyHint"))
            } else {
                Markup.card(screen("decision.experiments.title")) { table(found.map(\.document), screen) }
            }
        }
        return screen.answer(page)
    }

    private func holdoutPart(_ people: [String: Int64], _ screen: ConsoleScreen) -> Markup {
        let treated = people[GlobalHoldout.treated] ?? 0
        let held = people[GlobalHoldout.holdout] ?? 0
        let actual = treated + held == 0 ? nil : Double(held) / Double(treated + held)
        return .paragraph(screen("decision.holdout.text", ["share": screen.format.percent(holdoutShare)]))
            + .keyValues([
                KeyValue(screen("decision.holdout.treated"), screen.format.number(treated)),
                KeyValue(screen("decision.holdout.held"), screen.format.number(held)),
                KeyValue(screen("decision.holdout.actual"), actual.map { screen.format.percent($0) } ?? "–"),
            ])
    }

    private func table(_ experiments: [Experiment], _ screen: ConsoleScreen) -> Markup {
        .table(
            label: screen("decision.experiments.title"),
            [
                TableColumn(screen("decision.field.name")), TableColumn(screen("decision.field.placement")),
                TableColumn(screen("decision.field.arms")),
                .number(screen("decision.field.coverage")), TableColumn(screen("decision.field.status")),
            ], experiments
        ) { experiment in
            [
                .link(experiment.name.text(screen), "/ui/decision/experiments/\(experiment.id)"), .text(experiment.placement),
                .text(experiment.arms.map(\.key).joined(separator: " / ")), .text(screen.format.percent(experiment.coverage)),
                status(experiment.status, screen),
            ]
        }
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let experiment = try await store.find(context.id("id", kind: Experiment.kind)).document
        let people = try await split.people(of: experiment.key)
        let total = experiment.arms.reduce(0) { $0 + (people[$1.key] ?? 0) }
        let page = ConsolePage(
            title: experiment.name.text(screen), titleTags: status(experiment.status, screen), active: .experiments,
            crumbs: [.init(screen("decision.experiments.title"), "/ui/decision/experiments")],
            answer: screen(
                "decision.experiment.answer", ["n": screen.format.number(total), "arms": screen.format.number(experiment.arms.count)])
        ) {
            Markup.grid {
                Markup.card(screen("decision.experiment.split"), span: 7) {
                    arms(experiment, people, total, screen)
                    Markup.why(screen("decision.experiment.how", ["seed": experiment.seed]))
                }
                Markup.card(screen("decision.experiment.setup"), span: 5) {
                    if let hypothesis = experiment.hypothesis { Markup.paragraph(hypothesis) }
                    Markup.keyValues([
                        KeyValue(screen("decision.field.key"), experiment.key),
                        KeyValue(screen("decision.field.placement"), experiment.placement),
                        KeyValue(screen("decision.field.coverage"), screen.format.percent(experiment.coverage)),
                        KeyValue(screen("decision.field.unit"), screen("decision.unit.\(experiment.hashAttribute.rawValue)")),
                    ])
                }
            }
        }
        return screen.answer(page)
    }

    private func arms(_ experiment: Experiment, _ people: [String: Int64], _ total: Int64, _ screen: ConsoleScreen) -> Markup {
        .table(
            label: screen("decision.experiment.split"),
            [
                TableColumn(screen("decision.field.arm")), TableColumn(screen("decision.field.treatment")),
                .number(screen("decision.field.weight")),
                .number(screen("decision.field.people")), .number(screen("decision.field.share")),
            ], experiment.arms
        ) { arm in
            let count = people[arm.key] ?? 0
            return [
                .text(arm.name?.text(screen) ?? arm.key), .text(treatment(arm.treatment, screen)), .text(screen.format.percent(arm.weight)),
                .text(screen.format.number(count)), .text(total == 0 ? "–" : screen.format.percent(Double(count) / Double(total))),
            ]
        }
    }

    private func treatment(_ treatment: ArmTreatment, _ screen: ConsoleScreen) -> String {
        switch treatment {
        case .ranking: screen("decision.treatment.ranking")
        case .fallback: screen("decision.treatment.fallback")
        case .offers(let ids): screen("decision.treatment.offers", ["n": screen.format.number(ids.count)])
        }
    }

    private func status(_ status: ExperimentStatus, _ screen: ConsoleScreen) -> Markup {
        let tone: Tone =
            switch status {
            case .draft: .plain
            case .running: .good
            case .stopped: .warn
            }
        return .tag(screen("decision.experimentStatus.\(status.rawValue)"), tone)
    }
}
