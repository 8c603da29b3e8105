import CommonModels
import ProfileDomain
import RuleKit

extension ComputedTrait {
    /// What it computes, in a sentence.
    func sentence(_ locale: ConsoleLocale) -> String {
        switch locale {
        case .ko: koreanSentence
        case .en: englishSentence
        }
    }

    private var englishSentence: String {
        let source = Self.list(events, " or ") + (filter.conditions.isEmpty ? "" : " where " + filterText)
        let span = window.map { " in the last \($0.words(in: .en))" } ?? ""
        let property = Self.list(properties.map(\.text), " or ")
        let what =
            switch aggregate {
            case .count: "How many times \(source) happened"
            case .sum: "The sum of \(property) of \(source)"
            case .average: "The average \(property) of \(source)"
            case .min: "The lowest \(property) of \(source)"
            case .max: "The highest \(property) of \(source)"
            case .first: properties.isEmpty ? "When \(source) first happened" : "The first \(property) of \(source)"
            case .last: properties.isEmpty ? "When \(source) last happened" : "The last \(property) of \(source)"
            case .mostFrequent: "The most frequent \(property) of \(source)"
            case .distinctCount: "How many different \(property) of \(source) there were"
            case .daysSinceLast: "Days since \(source) last happened"
            }
        return what + span + (minus.map { ", less \(Self.list($0.events, " and "))" } ?? "") + "."
    }

    private var koreanSentence: String {
        let source = Self.list(events, " 또는 ") + (filter.conditions.isEmpty ? "" : "(\(filterText))")
        let span = window.map { "최근 \($0.words(in: .ko)) 동안 " } ?? ""
        let property = Self.list(properties.map(\.text), " 또는 ")
        let what =
            switch aggregate {
            case .count: "\(source) 횟수"
            case .sum: "\(source)의 \(property) 합계"
            case .average: "\(source)의 \(property) 평균"
            case .min: "\(source)의 가장 작은 \(property)"
            case .max: "\(source)의 가장 큰 \(property)"
            case .first: properties.isEmpty ? "\(source)의 첫 시각" : "\(source)의 첫 \(property)"
            case .last: properties.isEmpty ? "\(source)의 마지막 시각" : "\(source)의 마지막 \(property)"
            case .mostFrequent: "\(source)에서 가장 잦은 \(property)"
            case .distinctCount: "\(source)에 나온 서로 다른 \(property)의 수"
            case .daysSinceLast: "마지막 \(source) 뒤 지난 날 수"
            }
        return span + what + (minus.map { "에서 \(Self.list($0.events, ", "))만큼 뺀 값" } ?? "") + "."
    }

    private var filterText: String { filter.conditions.map(\.property.text).joined(separator: ", ") }

    private static func list(_ names: [String], _ word: String) -> String { names.map { "“\($0)”" }.joined(separator: word) }
}
