import CommonModels
import ProfileDomain

extension QualityScore {
    /// Why the score is what it is, in a sentence.
    func sentence(_ locale: ConsoleLocale) -> String {
        switch locale {
        case .ko: koreanSentence
        case .en: englishSentence
        }
    }

    private var englishSentence: String {
        switch reason {
        case .tooYoung(let known, let needed):
            measure == .volume
                ? "\(known) earlier weeks are known; \(needed) are needed to say what is usual."
                : "\(known) earlier days are known; \(needed) are needed to say what is usual."
        case .noEvents: "Nothing came in."
        case .noFullHour: "The day (UTC) has no full hour yet."
        case .noPlan: "The tracking plan names none of the day’s events."
        case .silence(let silence, let usual):
            "Silent for \(Self.english(silence)); the longest silence of a usual day is \(Self.english(usual))."
        case .volume(let observed, let usual, let weeks, let hours):
            "\(observed) events against \(Self.number(usual)) in the same hours of \(weeks) earlier weeks"
                + (hours.isEmpty ? "." : "; hours that stand out (UTC): \(hours.map { "\($0)" }.joined(separator: ", ")).")
        case .share(let count, let whole, let usual): englishShare(count, whole, usual)
        }
    }

    private func englishShare(_ count: Int64, _ whole: Int64, _ usual: Double?) -> String {
        let compared = usual.map { "; usual is \(Self.percent($0))" } ?? ""
        let what =
            switch measure {
            case .completeness: "\(count) of \(whole) members the plan names were there"
            case .conflict: "\(count) of \(whole) events state an identity or trait that could not be taken"
            case .duplicates, .freshness, .volume: "\(count) of \(whole) events had come before"
            }
        return what + compared + "."
    }

    private var koreanSentence: String {
        switch reason {
        case .tooYoung(let known, let needed):
            measure == .volume
                ? "지난 \(known)주를 알고 있습니다. 평소를 말하려면 \(needed)주가 필요합니다." : "지난 \(known)일을 알고 있습니다. 평소를 말하려면 \(needed)일이 필요합니다."
        case .noEvents: "들어온 이벤트가 없습니다."
        case .noFullHour: "이 날(UTC)은 아직 다 지난 한 시간이 없습니다."
        case .noPlan: "이 날의 이벤트를 말하는 추적 계획이 없습니다."
        case .silence(let silence, let usual): "\(Self.korean(silence)) 동안 조용합니다. 평소 하루의 가장 긴 공백은 \(Self.korean(usual))입니다."
        case .volume(let observed, let usual, let weeks, let hours):
            "이벤트 \(observed)건, 지난 \(weeks)주 같은 시간대에는 \(Self.number(usual))건"
                + (hours.isEmpty ? "." : ". 벗어난 시간(UTC): \(hours.map { "\($0)시" }.joined(separator: ", ")).")
        case .share(let count, let whole, let usual): koreanShare(count, whole, usual)
        }
    }

    private func koreanShare(_ count: Int64, _ whole: Int64, _ usual: Double?) -> String {
        let compared = usual.map { " 평소 \(Self.percent($0))." } ?? ""
        let what =
            switch measure {
            case .completeness: "계획이 말하는 항목 \(whole)개 가운데 \(count)개가 있었습니다."
            case .conflict: "이벤트 \(whole)건 가운데 \(count)건에 받을 수 없는 식별자나 속성이 있었습니다."
            case .duplicates, .freshness, .volume: "이벤트 \(whole)건 가운데 \(count)건은 다시 온 것입니다."
            }
        return what + compared
    }

    private static func number(_ value: Double) -> String { "\(Int64(value.rounded()))" }

    private static func percent(_ share: Double) -> String { "\((share * 1_000).rounded() / 10)%" }

    private static func english(_ seconds: Int64) -> String { text(seconds, ["d", "h", "min", "s"], space: " ") }

    private static func korean(_ seconds: Int64) -> String { text(seconds, ["일", "시간", "분", "초"], space: "") }

    /// The two largest units.
    private static func text(_ seconds: Int64, _ names: [String], space: String) -> String {
        var rest = seconds
        var parts: [String] = []
        for (size, name) in zip([86_400, 3_600, 60, 1] as [Int64], names) where rest >= size && parts.count < 2 {
            parts.append("\(rest / size)\(space)\(name)")
            rest %= size
        }
        return parts.isEmpty ? "0\(space)\(names[3])" : parts.joined(separator: " ")
    }
}
