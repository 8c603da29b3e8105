package import CommonModels

extension RuleProblem {
    /// One sentence.
    package func detail(in language: ConsoleLocale) -> String {
        switch language {
        case .en: english
        case .ko: korean
        }
    }

    private var english: String {
        switch kind {
        case .expected(let what): "must be \(what.english)"
        case .unknownCondition:
            "must have one of: everyone, all, any, not, trait, event, segment, consent, percent"
        case .ambiguous(let members): "must be one condition, not several: \(members.joined(separator: ", "))"
        case .unknownMember(let name): "“\(name)” is not known here"
        case .empty: "must not be empty"
        case .tooDeep(let max): "groups may be nested \(max) deep at most"
        case .tooManyConditions(let max): "a rule may have \(max) conditions at most"
        case .tooMany(let max): "may have \(max) entries at most"
        case .tooLong(let max): "may be \(max) characters long at most"
        case .outOfRange(let low, let high): "must be from \(RuleNumber.text(low)) to \(RuleNumber.text(high))"
        case .reversedRange: "the first number must not be greater than the second"
        case .relativeDateInFilter: "filters take the date tests “before” and “since” only"
        }
    }

    private var korean: String {
        switch kind {
        case .expected(let what): "\(what.korean) 값이어야 합니다"
        case .unknownCondition:
            "everyone, all, any, not, trait, event, segment, consent, percent 가운데 하나가 있어야 합니다"
        case .ambiguous(let members): "조건은 하나만 쓸 수 있습니다: \(members.joined(separator: ", "))"
        case .unknownMember(let name): "‘\(name)’ 항목은 여기에서 쓸 수 없습니다"
        case .empty: "비워 둘 수 없습니다"
        case .tooDeep(let max): "묶음은 \(max)단계까지만 겹칠 수 있습니다"
        case .tooManyConditions(let max): "조건은 모두 \(max)개까지 쓸 수 있습니다"
        case .tooMany(let max): "\(max)개까지 쓸 수 있습니다"
        case .tooLong(let max): "\(max)자까지 쓸 수 있습니다"
        case .outOfRange(let low, let high): "\(RuleNumber.text(low))에서 \(RuleNumber.text(high)) 사이여야 합니다"
        case .reversedRange: "앞의 수가 뒤의 수보다 클 수 없습니다"
        case .relativeDateInFilter: "속성 조건의 날짜는 before와 since로만 비교할 수 있습니다"
        }
    }
}

extension RuleProblem.Expectation {
    fileprivate var english: String {
        switch self {
        case .object: "an object"
        case .array: "an array"
        case .text: "a text"
        case .number: "a number"
        case .boolean: "true or false"
        case .scalar: "a text, a number, true or false"
        case .path: "a name, or names joined by dots"
        case .span: "a length of time such as 30d, 12h, 15m or 2w, at most \(RuleSpan.daysMax) days"
        case .instant: "an RFC 3339 instant such as 2026-01-31T09:00:00+09:00"
        case .segmentID: "a segment id (seg_…)"
        case .purpose: "a purpose: 1 to 40 of a-z, 0-9, - and _"
        case .channel: "one of: email, sms, push, inApp, web, webhook, all"
        case .consentStatus: "one of: granted, denied, withdrawn, expired, pending, unknown"
        case .oneTest: "exactly one comparison"
        case .twoNumbers: "two numbers, the lower first"
        case .age: "exactly one of “within” and “olderThan”"
        }
    }

    fileprivate var korean: String {
        switch self {
        case .object: "객체"
        case .array: "배열"
        case .text: "문자열"
        case .number: "숫자"
        case .boolean: "true 또는 false"
        case .scalar: "문자열, 숫자, true, false 중 한 가지"
        case .path: "이름 또는 점으로 이은 이름"
        case .span: "30d, 12h, 15m, 2w처럼 쓴 기간(최대 \(RuleSpan.daysMax)일)"
        case .instant: "2026-01-31T09:00:00+09:00 형식의 시각"
        case .segmentID: "세그먼트 ID(seg_…)"
        case .purpose: "영문 소문자, 숫자, -, _로 된 1~40자의 목적"
        case .channel: "email, sms, push, inApp, web, webhook, all 중 한 가지"
        case .consentStatus: "granted, denied, withdrawn, expired, pending, unknown 중 한 가지"
        case .oneTest: "비교 하나만 담은"
        case .twoNumbers: "작은 수부터 쓴 두 숫자"
        case .age: "within과 olderThan 가운데 하나만 담은"
        }
    }
}
