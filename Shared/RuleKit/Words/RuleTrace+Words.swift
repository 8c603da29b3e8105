package import CommonModels

extension RuleTrace {
    /// One sentence for each condition that made the outcome what it is, with what was found.
    package func sentences(in locale: ConsoleLocale, names: RuleNames = RuleNames()) -> [String] {
        decisive.map { $0.sentence(in: locale, names: names) }
    }

    private func sentence(in locale: ConsoleLocale, names: RuleNames) -> String {
        switch locale {
        case .ko:
            let words = KoreanRuleWords(names: names)
            let found = observed.words(words).map { " (현재: \($0))" } ?? ""
            return "\(holds ? "충족" : "미충족"): \(words.clause(rule).text(.final))\(found)"
        case .en:
            let words = EnglishRuleWords(names: names)
            let found = observed.words(words).map { " (now: \($0))" } ?? ""
            return "\(holds ? "Met" : "Not met"): \(words.clause(rule).words)\(found)"
        }
    }
}

extension RuleObservation {
    fileprivate func words(_ words: KoreanRuleWords) -> String? {
        switch self {
        case .nothing: nil
        case .value(let value): value.map(words.scalar) ?? "값 없음"
        case .count(let count): "\(RuleNumber.text(Double(count)))회"
        case .sum(let sum): RuleNumber.text(sum)
        case .seen(let instant): instant?.rfc3339 ?? "없음"
        case .membership(let isMember): isMember ? "속함" : "속하지 않음"
        case .consent(let status):
            switch status {
            case .granted: "동의"
            case .denied: "거부"
            case .withdrawn: "철회"
            case .expired: "만료"
            case .pending: "확인 대기"
            case .unknown: "기록 없음"
            }
        case .drawn(let isDrawn): isDrawn ? "뽑힘" : "뽑히지 않음"
        case .masked: "가림"
        }
    }

    fileprivate func words(_ words: EnglishRuleWords) -> String? {
        switch self {
        case .nothing: nil
        case .value(let value): value.map(words.scalar) ?? "no value"
        case .count(let count): count == 1 ? "1 time" : "\(RuleNumber.text(Double(count))) times"
        case .sum(let sum): RuleNumber.text(sum)
        case .seen(let instant): instant?.rfc3339 ?? "never"
        case .membership(let isMember): isMember ? "a member" : "not a member"
        case .consent(let status): status.rawValue
        case .drawn(let isDrawn): isDrawn ? "drawn" : "not drawn"
        case .masked: "masked"
        }
    }
}
