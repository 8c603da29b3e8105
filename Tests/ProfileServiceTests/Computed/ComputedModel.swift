import CommonModels
import ProfileDomain
import RuleKit

@testable import ProfileService

/// What a definition should give, computed from a list of events in the plainest way.
enum ComputedModel {
    struct Event {
        let name: String
        let time: Instant
        let properties: JSONObject
    }

    static func value(of trait: ComputedTrait, _ all: [Event], at now: Instant) -> JSONValue? {
        let seen = all.filter { event in
            let isInWindow = trait.window.map { event.time > now.subtracting($0) } ?? true
            var isInCurrency = true
            if case .money(let currency) = trait.unit, let stated = event.properties["currency"]?.stringValue {
                isInCurrency = stated == currency.code
            }
            return isInWindow && isInCurrency && trait.filter.accepts(event.properties)
        }
        let counted = seen.filter { trait.events.contains($0.name) }
        let taken = seen.filter { trait.minus?.events.contains($0.name) ?? false }
        func numbers(_ events: [Event]) -> [Int64] { events.compactMap { $0.properties["amount"]?.intValue } }
        switch trait.aggregate {
        case .count: return counted.isEmpty && taken.isEmpty ? nil : .integer(max(0, Int64(counted.count - taken.count)))
        case .sum:
            let total = numbers(counted).reduce(0, +) - numbers(taken).reduce(0, +)
            return numbers(counted + taken).isEmpty ? nil : .integer(total)
        case .average:
            let amounts = numbers(counted)
            guard !amounts.isEmpty else { return nil }
            let total = Double(amounts.reduce(0, +) - numbers(taken).reduce(0, +))
            return .integer(Int64((total / Double(amounts.count)).rounded(.toNearestOrAwayFromZero)))
        case .min: return numbers(counted).min().map { .integer($0) }
        case .max: return numbers(counted).max().map { .integer($0) }
        case .first: return counted.map(\.time).min().map { .string($0.rfc3339) }
        case .last: return counted.max { $0.time < $1.time }?.properties["amount"]
        case .daysSinceLast: return counted.map(\.time).max().map { .integer((now - $0).microseconds / 86_400_000_000) }
        case .distinctCount: return counted.isEmpty ? nil : .integer(Int64(Set(categories(counted).map(\.0)).count))
        case .mostFrequent:
            var tally: [String: (Int, Instant)] = [:]
            for (name, time) in categories(counted) { tally[name] = ((tally[name]?.0 ?? 0) + 1, max(tally[name]?.1 ?? time, time)) }
            return tally.max { ($0.value.0, $0.value.1, $1.key) < ($1.value.0, $1.value.1, $0.key) }.map { .string($0.key) }
        }
    }

    private static func categories(_ events: [Event]) -> [(String, Instant)] {
        events.flatMap { event in
            (event.properties["products"]?.arrayValue ?? []).compactMap { $0["category"]?.stringValue }.map { ($0, event.time) }
        }
    }
}
