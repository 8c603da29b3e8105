import CommonModels
import ConsoleKit
import ProfileDomain

/// Rules, faults and scores in the reader's language.
struct QualityWords {
    let screen: ConsoleScreen

    init(_ screen: ConsoleScreen) { self.screen = screen }

    func source(_ name: String) -> String { screen.words.optional("profile.source.\(name)", fallback: name) }

    func kind(_ kind: PlanRule.Kind) -> String { screen("profile.quality.kind.\(kind.rawValue)") }

    /// `행동 “Order Completed”`
    func rule(_ text: String) -> String {
        if text == PlanJudgement.unplannedRule { return screen("profile.quality.unplanned") }
        guard let rule = PlanRule(text: text) else { return text }
        return name(rule)
    }

    func name(_ rule: PlanRule) -> String {
        rule.name == PlanRule.every
            ? screen("profile.quality.everyOf", ["kind": kind(rule.kind)]) : "\(kind(rule.kind)) “\(rule.name)”"
    }

    func fault(_ fault: SchemaFault) -> String {
        let key = "profile.quality.fault.\(fault.keyword)"
        return screen.words.catalogue.contains(key) ? screen(key, ["wanted": wanted(fault)]) : fault.detail
    }

    /// What a keyword asks, as a sentence of the reader's language takes it.
    private func wanted(_ fault: SchemaFault) -> String {
        if fault.keyword == "type" { return types(fault.wanted) }
        let isBound = ["min", "max", "exclusive"].contains { fault.keyword.hasPrefix($0) }
        guard screen.locale == .ko, isBound, let space = fault.wanted.firstIndex(of: " ") else { return fault.wanted }
        // In Korean the sign before the number is a word after it.
        return String(fault.wanted[fault.wanted.index(after: space)...])
    }

    /// `string or null` in words.
    private func types(_ wanted: String) -> String {
        let names = wanted.split(separator: " ").filter { $0 != "or" }.map { name in
            screen.words.optional("profile.quality.type.\(name)", fallback: String(name))
        }
        return names.dropFirst().reduce(names.first ?? "") { screen("profile.quality.typeOr", ["a": $0, "b": $1]) }
    }

    func mode(_ mode: PlanMode) -> Markup {
        let tone: Tone =
            switch mode {
            case .observe: .info
            case .quarantine: .warn
            case .block: .bad
            }
        return .tag(screen("profile.quality.mode.\(mode.rawValue)"), tone)
    }

    func measure(_ measure: QualityScore.Measure) -> String { screen("profile.quality.measure.\(measure.rawValue)") }

    func level(_ level: QualityScore.Level) -> String { screen("profile.quality.level.\(level.rawValue)") }

    func tone(_ level: QualityScore.Level) -> Tone {
        switch level {
        case .good: .good
        case .warn: .warn
        case .bad: .bad
        case .unknown: .plain
        }
    }

    /// The number with its unit.
    func value(_ score: QualityScore) -> String {
        guard let value = score.value else { return "–" }
        return self.value(value, score.measure)
    }

    func value(_ value: Double, _ measure: QualityScore.Measure) -> String {
        switch measure {
        case .freshness: screen.format.duration(.seconds(Int64(value)))
        case .volume: (value > 0 ? "+" : "") + screen.format.number(value, digits: 1) + "σ"
        case .completeness, .conflict, .duplicates: screen.format.percent(value)
        }
    }

    func usual(_ score: QualityScore) -> String {
        guard score.measure != .volume, let usual = score.usual else { return "" }
        return screen("profile.quality.usual", ["value": value(usual, score.measure)])
    }
}
