import CommonModels
import ConsoleKit
import Hummingbird
import JourneyDomain
import ServiceKit
import StorageKit

/// One person's way through a journey, and all journeys of one person: why they got, or did not get, a message.
struct RunPages: Sendable {
    let console: Console
    let database: any Database

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .journeyRead)
            .get("/ui/journey/runs/:id", use: show)
            .get("/ui/journey/people/:id", use: ofPerson)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let id = try context.id("id", kind: "run", as: RunID.self)
        let trace = try await database.read { tx in try RunTraces().trace(id, in: tx) }
        let words = JourneyWords(screen: screen)
        let state = screen("journey.state.\(trace.run.outcome?.rawValue ?? trace.run.state.rawValue)")
        return screen.answer(
            ConsolePage(
                title: screen("journey.run.title"), active: .journeys,
                crumbs: [
                    .init(screen("journey.list.title"), "/ui/journey"),
                    .init(words.name(trace.journey), "/ui/journey/\(trace.journey.id.rawValue)"),
                ],
                answer: screen(
                    "journey.run.answer",
                    ["state": state, "node": trace.run.nodeID.rawValue, "sent": "\(trace.sends.filter { $0.state == .sent }.count)"]),
                actions: .buttonLink(
                    screen("journey.run.person"), screen.link("/ui/profile/customers/\(trace.run.profileID.rawValue)", of: .profile),
                    isPrimary: true)
            ) {
                steps(trace, words)
            })
    }

    @Sendable private func ofPerson(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let id = try context.id("id", kind: "profile", as: ProfileID.self)
        let traces = try await database.read { tx in try RunTraces().traces(of: id, in: tx) }
        let words = JourneyWords(screen: screen)
        return screen.answer(
            ConsolePage(
                title: screen("journey.person.title"), active: .journeys, crumbs: [.init(screen("journey.list.title"), "/ui/journey")],
                answer: screen("journey.person.answer", ["n": screen.format.number(traces.count)])
            ) {
                for trace in traces { steps(trace, words) }
            })
    }

    private func steps(_ trace: RunTrace, _ words: JourneyWords) -> Markup {
        let screen = words.screen
        return Markup.card(words.name(trace.journey), note: screen("journey.flow.version", ["n": "\(trace.run.version)"])) {
            screen.timeline(trace.steps.filter { $0.outcome != .moved || $0.reason != nil }.map { item($0, words) })
        }
    }

    private func item(_ step: Step, _ words: JourneyWords) -> TimelineItem {
        let title = words.screen("journey.step.\(step.outcome.rawValue)", ["node": step.nodeID.rawValue])
        let color: ChartColor =
            switch step.outcome {
            case .sent, .converted: .good
            case .held, .postponed: .warn
            case .failed, .unknown: .bad
            case .entered, .moved, .waiting, .exited: .c1
            }
        let until =
            step.outcome == .waiting
            ? step.detail.flatMap { Instant(rfc3339: $0) }.map {
                words.screen("journey.step.until", ["time": words.screen.format.dateTime($0)])
            } : nil
        let explained: Set<String?> = [RunFaults.postponed, RunOutcome.failed.rawValue, SendReason.policyDenied.rawValue]
        let fault = explained.contains(step.reason) ? step.detail : nil
        let note = [step.channel.map(words.channel), step.reason.map(words.reason), until, fault].compactMap { $0 }.joined(separator: " · ")
        return TimelineItem(at: step.at, title: title, note: note, color: color)
    }
}
