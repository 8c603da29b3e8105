import CommonModels
import JourneyDomain
import JourneyService
import Synchronization

/// Everything outside the Journey service, remembered: what was sent to whom, under which id.
final class FakeNeighbours: Mailer, WebhookSender, MessageRenderer, DecisionSource, FactReceiver {
    struct Mail: Hashable, Sendable {
        let to: String
        let subject: String
        let messageID: String
        let unsubscribeURL: String?
    }

    struct Call: Hashable, Sendable {
        let url: String
        let id: String
        let body: String
    }

    private struct State {
        var mails: [Mail] = []
        var calls: [Call] = []
        var facts: [Fact] = []
        var decisions: [String] = []
        var seen: [FeedPositions] = []
        var decision = DecisionAnswer.none(reason: "noOffer", isHoldout: false)
        var results: [DeliveryResult] = []
        var rendering: RenderResult?
    }

    private let state = Mutex(State())
    /// Asked before and after every delivery; true stops the process there.
    let interruption: @Sendable () -> Bool
    private let died: @Sendable () -> Void

    init(interruption: @escaping @Sendable () -> Bool = { false }, died: @escaping @Sendable () -> Void = {}) {
        self.interruption = interruption
        self.died = died
    }

    var mails: [Mail] { state.withLock { $0.mails } }
    var calls: [Call] { state.withLock { $0.calls } }
    var facts: [Fact] { state.withLock { $0.facts } }
    var decisionKeys: [String] { state.withLock { $0.decisions } }
    var feedsSeen: [FeedPositions] { state.withLock { $0.seen } }

    func answerDecisions(_ answer: DecisionAnswer) { state.withLock { $0.decision = answer } }
    /// The results of the next deliveries, in order; then they succeed.
    func answerDeliveries(_ results: [DeliveryResult]) { state.withLock { $0.results = results } }
    func answerRendering(_ result: RenderResult?) { state.withLock { $0.rendering = result } }

    func deliver(_ message: MailMessage) async -> DeliveryResult {
        attempt { state in
            state.mails.append(
                Mail(to: message.to.text, subject: message.subject, messageID: message.messageID, unsubscribeURL: message.unsubscribeURL))
        }
    }

    func post(_ body: [UInt8], to url: String, id: String, at now: Instant) async -> DeliveryResult {
        attempt { $0.calls.append(Call(url: url, id: id, body: String(decoding: body, as: UTF8.self))) }
    }

    func render(item: String, locale: ConsoleLocale, data: JSONObject) async -> RenderResult {
        state.withLock { $0.rendering } ?? .rendered(Rendered(subject: "\(item) \(locale.rawValue)", text: "text", html: "<p>html</p>"))
    }

    func decide(
        profile: ProfileID, placement: String, context: JSONObject, seen: FeedPositions, key: String
    ) async -> DecisionAnswer {
        state.withLock { state in
            state.seen.append(seen)
            state.decisions.append(key)
            return state.decision
        }
    }

    func tell(_ facts: [Fact]) async -> [Fact] {
        state.withLock { $0.facts += facts }
        return facts
    }

    private func attempt(_ record: @Sendable (inout State) -> Void) -> DeliveryResult {
        if interruption() {
            died()
            return .uncertain(detail: "killed before")
        }
        let result = state.withLock { state -> DeliveryResult in
            let result = state.results.isEmpty ? .delivered : state.results.removeFirst()
            if case .delivered = result { record(&state) }
            return result
        }
        if interruption() { died() }
        return result
    }
}
