import CommonModels
import ConsoleKit
import JourneyDomain

/// The names of journey things in the reader's language.
struct JourneyWords: Sendable {
    let screen: ConsoleScreen

    func name(_ journey: Journey) -> String {
        switch screen.locale {
        case .ko: journey.name.ko
        case .en: journey.name.en
        }
    }

    func status(_ status: JourneyStatus) -> Markup {
        let tone: Tone =
            switch status {
            case .draft: .plain
            case .live: .good
            case .paused: .warn
            case .archived: .plain
            }
        return .tag(screen("journey.status.\(status.rawValue)"), tone)
    }

    func reason(_ code: String) -> String {
        let key = code.split(separator: ":", maxSplits: 1).joined(separator: ".")
        return screen.words.optional("journey.reason.\(key)", fallback: code)
    }

    func issue(_ issue: JourneyIssue) -> String {
        screen("journey.issue.\(issue.code.rawValue)", ["value": issue.value])
    }

    func way(_ way: JourneyEdge.Way) -> String { way == .next ? "" : screen("journey.way.\(way.rawValue)") }

    func channel(_ channel: MessageChannel) -> String { screen("journey.channel.\(channel.rawValue)") }

    /// What a node does, in a few words.
    func label(_ node: JourneyNode) -> String {
        switch node.step {
        case .entry(let entry):
            switch entry.trigger {
            case .segment: screen("journey.node.entrySegment")
            case .event(let pattern): screen("journey.node.entryEvent", ["event": pattern.name])
            case .signal(let signal):
                screen("journey.node.entrySignal", ["signal": signal.pattern.name, "subject": signal.subjectID ?? signal.subjectType])
            }
        case .wait(let wait):
            switch wait.rule {
            case .lasting(let span): screen("journey.node.waitFor", ["span": screen.format.duration(span.duration)])
            case .untilLocal(let time, let weekday):
                weekday.map { screen("journey.node.waitUntilDay", ["time": time.text, "day": screen("journey.weekday.\($0.rawValue)")]) }
                    ?? screen("journey.node.waitUntil", ["time": time.text])
            }
        case .condition: screen("journey.node.condition")
        case .decision(let decision): screen("journey.node.decision", ["placement": decision.placement])
        case .message(let message):
            screen("journey.node.message", ["channel": channel(message.channel), "content": content(message.content)])
        case .exit: screen("journey.node.exit")
        }
    }

    private func content(_ content: MessageContent) -> String {
        switch content {
        case .item(let key): key
        case .inline(let subject, _, _): subject
        }
    }
}
