import CommonModels
import Foundation
import RuleKit

/// The rule language a second time, as slowly and plainly as possible, to compare with.
enum NaiveRule {
    static func holds(_ rule: Rule, _ facts: FactSheet, at now: Instant) -> Bool {
        switch rule {
        case .everyone: true
        case .all(let rules): rules.filter { !holds($0, facts, at: now) }.isEmpty
        case .any(let rules): !rules.filter { holds($0, facts, at: now) }.isEmpty
        case .not(let rule): !holds(rule, facts, at: now)
        case .trait(let condition):
            value(condition.test, facts.traits[condition.trait.root].flatMap { $0[path: condition.trait.rest] }, at: now)
        case .eventCount(let condition):
            condition.count.holds(for: Double(selected(condition.events, facts, at: now).count))
        case .eventSum(let condition):
            condition.sum.holds(
                for: Double(
                    selected(condition.events, facts, at: now).reduce(Decimal(0)) {
                        $0 + amount($1.properties[condition.property.text])
                    }.description) ?? .nan)
        case .recency(let condition): recency(condition, facts, at: now)
        case .segment(let condition): facts.segments.contains(condition.segment) == condition.isMember
        case .consent(let condition):
            facts.consents.status(for: condition.purpose, on: condition.channel, at: now) == condition.status
        case .percent(let condition):
            Bucketing.bucket(seed: condition.seed, value: facts.profileID.rawValue) < condition.percent / 100
        }
    }

    private static func amount(_ value: JSONValue?) -> Decimal {
        switch value {
        case .string(let text): Decimal(string: text) ?? 0
        case .integer(let number): Decimal(number)
        case .number(let number): Decimal(string: number.description) ?? 0
        default: 0
        }
    }

    private static func selected(_ events: EventSelection, _ facts: FactSheet, at now: Instant) -> [EventFact] {
        facts.events(named: events.event).filter { event in
            event.time <= now
                && (events.within.map { event.time.microseconds > now.microseconds - $0.microseconds } ?? true)
                && events.filters.allSatisfy { value($0.test, event.properties[$0.property.text], at: event.time) }
        }
    }

    private static func recency(_ condition: RecencyCondition, _ facts: FactSheet, at now: Instant) -> Bool {
        let times = selected(condition.events, facts, at: now).map(\.time)
        guard let time = condition.which == .first ? times.min() : times.max() else { return false }
        return switch condition.age {
        case .within(let span): now.microseconds - time.microseconds < span.microseconds
        case .olderThan(let span): now.microseconds - time.microseconds >= span.microseconds
        }
    }

    private static func value(_ test: ValueTest, _ value: JSONValue?, at now: Instant) -> Bool {
        switch test {
        case .equals(let expected): value.map { same($0, expected) } ?? false
        case .differs(let expected): !(value.map { same($0, expected) } ?? false)
        case .oneOf(let list): value.map { value in list.contains { same($0, value) } } ?? false
        case .noneOf(let list): !(value.map { value in list.contains { same($0, value) } } ?? false)
        case .number(let test): value?.doubleValue.map { test.holds(for: $0) } ?? false
        case .contains(let text): value?.stringValue?.contains(text) ?? false
        case .startsWith(let text): value?.stringValue?.hasPrefix(text) ?? false
        case .exists(let flag): (value.map { $0 != .null } ?? false) == flag
        case .date(let test):
            if let date = value?.stringValue.flatMap({ Instant(rfc3339: $0) }) {
                holds(test, date.microseconds, now.microseconds)
            } else {
                false
            }
        }
    }

    private static func holds(_ test: DateTest, _ date: Int64, _ now: Int64) -> Bool {
        switch test {
        case .withinLast(let span): now - date >= 0 && now - date < span.microseconds
        case .olderThan(let span): now - date >= span.microseconds
        case .withinNext(let span): date - now > 0 && date - now <= span.microseconds
        case .before(let instant): date < instant.microseconds
        case .since(let instant): date >= instant.microseconds
        }
    }

    private static func same(_ left: JSONValue, _ right: JSONValue) -> Bool {
        if let left = left.doubleValue, let right = right.doubleValue { return left == right }
        return left == right
    }
}
