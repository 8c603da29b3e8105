import CommonModels
import Foundation

/// An ``EventSelection`` made ready.
final class CompiledEvents: Sendable {
    let name: String
    private let within: RuleSpan?
    private let filters: [CompiledValueTest]
    /// Events looked at before a next change is answered early. An earlier answer is still sound.
    private static let stepsMax = 100_000

    init(_ selection: EventSelection, fallbackZone: TimeZone) {
        name = selection.event
        within = selection.within
        filters = selection.filters.map { CompiledValueTest(path: $0.property, test: $0.test, fallbackZone: fallbackZone) }
    }

    func count(_ facts: some RuleFacts, at now: Instant) -> Int {
        let events = facts.events(named: name)
        let window = window(of: events, at: now)
        if filters.isEmpty { return window.count }
        var count = 0
        for index in window where accepts(events[index], facts) { count += 1 }
        return count
    }

    /// Numbers, and texts that are numbers, as computed traits of Profile take them; anything else counts nothing.
    func sum(of property: FieldPath, _ facts: some RuleFacts, at now: Instant) -> Double {
        let events = facts.events(named: name)
        var sum = FixedPoint.zero
        for index in window(of: events, at: now) where accepts(events[index], facts) { sum = sum + amount(property, events[index]) }
        return sum.value
    }

    /// The first or last selected event up to `now`.
    func seen(_ which: RecencyCondition.Which, _ facts: some RuleFacts, at now: Instant) -> Instant? {
        let events = facts.events(named: name)
        let known = events[..<events.firstIndex(after: now)]
        return switch which {
        case .first: filters.isEmpty ? known.first?.time : known.first { accepts($0, facts) }?.time
        case .last: filters.isEmpty ? known.last?.time : known.last { accepts($0, facts) }?.time
        }
    }

    /// When the count stops, or begins, to satisfy `test`.
    func nextChange(ofCount test: NumberTest, _ facts: some RuleFacts, at now: Instant) -> Instant? {
        nextChange(facts, at: now) { _ in { test.holds(for: Double($0.count)) } }
    }

    /// When the sum stops, or begins, to satisfy `test`.
    func nextChange(ofSum property: FieldPath, _ test: NumberTest, _ facts: some RuleFacts, at now: Instant) -> Instant? {
        nextChange(facts, at: now) { events in
            // The sum up to each event, so that a window costs one difference.
            let sums = events.reduce(into: [FixedPoint.zero]) { sums, event in
                sums.append(sums[sums.count - 1] + amount(property, event))
            }
            return { test.holds(for: (sums[$0.upperBound] - sums[$0.lowerBound]).value) }
        }
    }

    /// When the age of the first or last event crosses its bound.
    func nextChange(of which: RecencyCondition.Which, _ age: RecencyCondition.Age, _ facts: some RuleFacts, at now: Instant) -> Instant? {
        let future = facts.events(named: name).drop { $0.time <= now }.filter { accepts($0, facts) }
        var pending = future[...]
        var seen = seen(which, facts, at: now)
        let before = age.holds(for: seen, at: now)
        var instant = now
        while true {
            let crossing = seen.flatMap { age.crossing(of: $0, after: instant) }
            guard let next = [crossing, pending.first?.time].compactMap({ $0 }).min() else { return nil }
            while let event = pending.first, event.time <= next {
                if which == .last || seen == nil { seen = event.time }
                pending.removeFirst()
            }
            instant = next
            if age.holds(for: seen, at: instant) != before { return instant }
        }
    }

    /// Walks the instants at which the window gains or loses an event until what `test` makes of the events changes.
    private func nextChange(
        _ facts: some RuleFacts, at now: Instant, _ test: ([EventFact]) -> (_ window: Range<Int>) -> Bool
    ) -> Instant? {
        let all = facts.events(named: name)
        let start = within.map { all.firstIndex(after: now.subtracting($0)) } ?? 0
        let events = filters.isEmpty ? Array(all[start...]) : all[start...].filter { accepts($0, facts) }
        let holds = test(events)
        var low = 0
        var high = events.firstIndex(after: now)
        let before = holds(low..<high)
        var steps = 0
        while true {
            let leaving = low < high ? within.map { events[low].time.adding($0) } : nil
            let entering = high < events.count ? events[high].time : nil
            guard let next = [leaving, entering].compactMap({ $0 }).min() else { return nil }
            while high < events.count, events[high].time <= next { high += 1 }
            if let within { while low < high, events[low].time.adding(within) <= next { low += 1 } }
            steps += 1
            if holds(low..<high) != before || steps > CompiledEvents.stepsMax { return next }
        }
    }

    private func window(of events: [EventFact], at now: Instant) -> Range<Int> {
        let end = events.last.map { $0.time <= now ? events.count : events.firstIndex(after: now) } ?? 0
        let start = within.map { events.firstIndex(after: now.subtracting($0)) } ?? 0
        return start..<max(start, end)
    }

    private func accepts(_ event: EventFact, _ facts: some RuleFacts) -> Bool {
        for filter in filters where !filter.holds(for: event.properties[filter.root], facts: facts, at: event.time) { return false }
        return true
    }

    private func amount(_ property: FieldPath, _ event: EventFact) -> FixedPoint {
        guard let value = event.properties[property.root] else { return .zero }
        return amount(value, property.rest[...])
    }

    private func amount(_ value: JSONValue, _ rest: ArraySlice<String>) -> FixedPoint {
        switch value {
        case .integer, .number, .string: rest.isEmpty ? FixedPoint(value) ?? .zero : .zero
        case .array(let elements): elements.reduce(.zero) { $0 + amount($1, rest) }
        case .object(let members):
            if let name = rest.first, let member = members[name] { amount(member, rest.dropFirst()) } else { .zero }
        case .null, .bool: .zero
        }
    }
}

extension RecencyCondition.Age {
    func holds(for seen: Instant?, at now: Instant) -> Bool {
        guard let seen else { return false }
        return switch self {
        case .within(let span): seen > now.subtracting(span)
        case .olderThan(let span): seen <= now.subtracting(span)
        }
    }

    fileprivate func crossing(of seen: Instant, after now: Instant) -> Instant? {
        let crossing =
            switch self {
            case .within(let span), .olderThan(let span): seen.adding(span)
            }
        return crossing > now ? crossing : nil
    }
}
