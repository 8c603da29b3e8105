package import CommonModels
import RuleKit

/// What a definition has seen of one person, enough to go on from without looking at the events again.
///
/// Events may be added in any order: the state they end in is the same. What leaves a window cannot be taken out, so at
/// ``dueDate`` the state has to be made anew from the events.
package struct ComputedState: Hashable, Sendable {
    /// Different values that are told apart; with more, the most frequent is not known and the count stops here.
    package static let valuesMax = 500
    package static let valueLengthMax = 200  // characters of a text; longer ones are not taken

    /// Events, or values, that counted.
    package internal(set) var count: Int64 = 0
    package internal(set) var sum = FixedPoint.zero
    /// The earliest, latest, lowest or highest so far.
    package internal(set) var edge: Edge?
    package internal(set) var tally: [JSONValue: Tally] = [:]
    package internal(set) var isTallyFull = false
    /// The earliest event that counted.
    package internal(set) var oldest: Instant?

    package struct Edge: Hashable, Sendable {
        package let time: Instant
        package let value: JSONValue
    }

    package struct Tally: Hashable, Sendable {
        package let count: Int64
        package let latest: Instant
    }

    package init() {}

    /// Takes an event into account, if the definition looks at it.
    /// - Parameter now: where the window ends; events after it count as well.
    package mutating func add(_ name: String, at time: Instant, _ properties: JSONObject, of trait: ComputedTrait, now: Instant) {
        if let window = trait.window, time <= now.subtracting(window) { return }
        guard trait.isIn(currency: properties), trait.filter.accepts(properties) else { return }
        if trait.events.contains(name) {
            let counted = take(trait.aggregate, at: time, trait.values(in: properties, at: trait.properties), trait)
            guard counted else { return }
        } else if let minus = trait.minus, minus.events.contains(name) {
            guard deduct(trait.aggregate, trait.values(in: properties, at: minus.properties)) else { return }
        } else {
            return
        }
        oldest = oldest.map { min($0, time) } ?? time
    }

    private mutating func take(_ aggregate: ComputedTrait.Aggregate, at time: Instant, _ values: [JSONValue], _ trait: ComputedTrait)
        -> Bool
    {
        switch aggregate {
        case .count: count += 1
        case .sum, .average:
            let numbers = values.compactMap { FixedPoint($0) }
            if numbers.isEmpty { return false }
            count += 1
            for number in numbers { sum.millionths += number.millionths }
        case .min, .max:
            guard let number = values.compactMap({ FixedPoint($0) }).reduce(nil, { aggregate.better($0, $1) }) else { return false }
            count += 1
            let known = edge.flatMap { FixedPoint($0.value) }
            if let best = aggregate.better(known, number), best != known { edge = Edge(time: time, value: best.json()) }
        case .first, .last, .daysSinceLast:
            let value = trait.properties.isEmpty ? JSONValue.string(time.rfc3339) : values.first { ComputedState.isTaken($0) }
            guard let value else { return false }
            count += 1
            let next = Edge(time: time, value: value)
            if edge.map({ aggregate == .first ? next.precedes($0) : $0.precedes(next) }) ?? true { edge = next }
        case .mostFrequent, .distinctCount: return tell(values.filter { ComputedState.isTaken($0) }, at: time)
        }
        return true
    }

    private mutating func tell(_ values: [JSONValue], at time: Instant) -> Bool {
        if values.isEmpty { return false }
        count += 1
        if isTallyFull { return true }
        for value in values {
            let known = tally[value]
            tally[value] = Tally(count: (known?.count ?? 0) + 1, latest: max(known?.latest ?? time, time))
        }
        if tally.count > ComputedState.valuesMax {
            isTallyFull = true
            tally = [:]
        }
        return true
    }

    private mutating func deduct(_ aggregate: ComputedTrait.Aggregate, _ values: [JSONValue]) -> Bool {
        if aggregate == .count {
            count -= 1
            return true
        }
        let numbers = values.compactMap { FixedPoint($0) }
        for number in numbers { sum.millionths -= number.millionths }
        return !numbers.isEmpty
    }

    private static func isTaken(_ value: JSONValue) -> Bool {
        if case .string(let text) = value { !text.isEmpty && text.count <= valueLengthMax } else { !value.isNull }
    }
}

extension ComputedState {
    /// The trait's value; nil when nothing counts.
    package func value(of trait: ComputedTrait, at now: Instant) -> JSONValue? {
        guard oldest != nil else { return nil }
        switch trait.aggregate {
        case .count: return .integer(max(0, count))
        case .sum: return sum.json(digits: trait.digits)
        case .average:
            guard count > 0 else { return nil }
            return sum.json(dividedBy: count, digits: trait.digits)
        case .min, .max, .first, .last: return edge?.value
        case .daysSinceLast: return edge.map { .integer(max(0, now.duration(since: $0.time).microseconds / ComputedState.day)) }
        case .distinctCount: return .integer(isTallyFull ? Int64(ComputedState.valuesMax) : Int64(tally.count))
        case .mostFrequent:
            return tally.max { left, right in
                let (known, other) = ((left.value.count, left.value.latest), (right.value.count, right.value.latest))
                return known == other ? right.key.canonical < left.key.canonical : known < other
            }?.key
        }
    }

    /// When the value may change without an event: an event leaves the window, another day has passed.
    package func dueDate(of trait: ComputedTrait, at now: Instant) -> Instant? {
        if let window = trait.window { return oldest?.adding(window) }
        guard trait.aggregate == .daysSinceLast, let edge else { return nil }
        let days = max(0, now.duration(since: edge.time).microseconds / ComputedState.day)
        return days < ComputedTrait.daysSinceMax ? edge.time + .days(days + 1) : nil
    }

    private static let day = Duration.days(1).microseconds
}

extension ComputedState.Edge {
    /// An order that does not depend on which came in first: by time, then by value.
    fileprivate func precedes(_ other: ComputedState.Edge) -> Bool {
        time == other.time ? value.canonical < other.value.canonical : time < other.time
    }
}

extension ComputedTrait.Aggregate {
    /// Of two numbers the lower for `min`, the higher for `max`.
    fileprivate func better(_ known: FixedPoint?, _ next: FixedPoint) -> FixedPoint? {
        guard let known else { return next }
        return self == .min ? Swift.min(known, next) : Swift.max(known, next)
    }
}

extension ComputedTrait {
    /// Past so many days `daysSinceLast` stays where it is: nothing is gained by moving everybody's value every day.
    package static let daysSinceMax: Int64 = 730

    /// Digits after the point that a value shows.
    fileprivate var digits: Int {
        switch unit {
        case .none, .days: 6
        case .money(let currency): currency.minorUnitDigits
        }
    }

    fileprivate func isIn(currency properties: JSONObject) -> Bool {
        guard case .money(let currency) = unit, let stated = properties["currency"]?.stringValue else { return true }
        return stated == currency.code
    }

    /// The values at the first of the paths that has any.
    fileprivate func values(in properties: JSONObject, at paths: [FieldPath]) -> [JSONValue] {
        for path in paths {
            let found = path.values(in: properties)
            if !found.isEmpty { return found }
        }
        return []
    }
}
