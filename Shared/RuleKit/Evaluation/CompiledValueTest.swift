import CommonModels
import Foundation

/// A ``ValueTest`` made ready: the path split, constants unwrapped, lists hashed.
final class CompiledValueTest: Sendable {
    private enum Kind: Sendable {
        case text(String)
        case number(NumberTest)
        case bool(Bool)
        case oneOf(texts: Set<String>, numbers: Set<Double>, bools: Set<Bool>)
        case contains(String)
        case startsWith(String)
        case exists
        case date(DateTest)
    }

    let root: String
    private let rest: [String]
    private let kind: Kind
    private let isNegated: Bool
    private let fallbackZone: TimeZone

    init(path: FieldPath, test: ValueTest, fallbackZone: TimeZone) {
        root = path.root
        rest = path.rest
        self.fallbackZone = fallbackZone
        switch test {
        case .equals(let value): (kind, isNegated) = (CompiledValueTest.equality(value), false)
        case .differs(let value): (kind, isNegated) = (CompiledValueTest.equality(value), true)
        case .oneOf(let values): (kind, isNegated) = (CompiledValueTest.list(values), false)
        case .noneOf(let values): (kind, isNegated) = (CompiledValueTest.list(values), true)
        case .number(let test): (kind, isNegated) = (.number(test), false)
        case .contains(let text): (kind, isNegated) = (.contains(text), false)
        case .startsWith(let text): (kind, isNegated) = (.startsWith(text), false)
        case .exists(let flag): (kind, isNegated) = (.exists, !flag)
        case .date(let test): (kind, isNegated) = (.date(test), false)
        }
    }

    /// - Parameter value: the trait or property named by ``root``.
    func holds(for value: JSONValue?, facts: some RuleFacts, at now: Instant) -> Bool {
        guard let value else { return isNegated }
        return holds(for: value, depth: 0, facts: facts, at: now) != isNegated
    }

    /// The next instant at which a relative date test may change for this value.
    func nextChange(for value: JSONValue?, facts: some RuleFacts, at now: Instant) -> Instant? {
        guard case .date(let test) = kind, test.isRelative, let value else { return nil }
        return nextChange(of: test, for: value, depth: 0, facts: facts, at: now)
    }

    /// The value at the end of the path, for people to see.
    func observed(in value: JSONValue?) -> JSONValue? { rest.isEmpty ? value : value?[path: rest] }

    private func holds(for value: JSONValue, depth: Int, facts: some RuleFacts, at now: Instant) -> Bool {
        if depth < rest.count {
            switch value {
            case .object(let members):
                guard let member = members[rest[depth]] else { return false }
                return holds(for: member, depth: depth + 1, facts: facts, at: now)
            case .array(let elements): return elements.contains { holds(for: $0, depth: depth, facts: facts, at: now) }
            case .null, .bool, .integer, .number, .string: return false
            }
        }
        if case .array(let elements) = value {
            switch kind {
            case .exists: return true
            case .contains(let text): return elements.contains { $0.stringValue == text }
            case .text, .number, .bool, .oneOf, .startsWith, .date:
                return elements.contains { holds(forScalar: $0, facts: facts, at: now) }
            }
        }
        return holds(forScalar: value, facts: facts, at: now)
    }

    private func holds(forScalar value: JSONValue, facts: some RuleFacts, at now: Instant) -> Bool {
        switch kind {
        case .text(let expected): if case .string(let text) = value { text == expected } else { false }
        case .number(let test): value.doubleValue.map { test.holds(for: $0) } ?? false
        case .bool(let expected): value.boolValue == expected
        case .oneOf(let texts, let numbers, let bools):
            switch value {
            case .string(let text): texts.contains(text)
            case .integer(let number): numbers.contains(Double(number))
            case .number(let number): numbers.contains(number)
            case .bool(let flag): bools.contains(flag)
            case .null, .array, .object: false
            }
        case .contains(let part): value.stringValue?.contains(part) ?? false
        case .startsWith(let prefix): value.stringValue?.hasPrefix(prefix) ?? false
        case .exists: value != .null
        case .date(let test):
            if case .string(let text) = value, let date = DateReading.instant(text, facts: facts, fallbackZone: fallbackZone) {
                test.holds(for: date, at: now)
            } else {
                false
            }
        }
    }

    private func nextChange(of test: DateTest, for value: JSONValue, depth: Int, facts: some RuleFacts, at now: Instant) -> Instant? {
        switch value {
        case .object(let members):
            guard depth < rest.count, let member = members[rest[depth]] else { return nil }
            return nextChange(of: test, for: member, depth: depth + 1, facts: facts, at: now)
        case .array(let elements):
            return elements.compactMap { nextChange(of: test, for: $0, depth: depth, facts: facts, at: now) }.min()
        case .string(let text):
            guard depth == rest.count, let date = DateReading.instant(text, facts: facts, fallbackZone: fallbackZone) else { return nil }
            return test.nextChange(for: date, at: now)
        case .null, .bool, .integer, .number: return nil
        }
    }

    private static func equality(_ value: JSONValue) -> Kind {
        switch value {
        case .string(let text): .text(text)
        case .integer(let number): .number(.equals(Double(number)))
        case .number(let number): .number(.equals(number))
        case .bool(let flag): .bool(flag)
        case .null, .array, .object: list([])
        }
    }

    private static func list(_ values: [JSONValue]) -> Kind {
        .oneOf(
            texts: Set(values.compactMap(\.stringValue)), numbers: Set(values.compactMap(\.doubleValue)),
            bools: Set(values.compactMap(\.boolValue)))
    }
}

extension DateTest {
    fileprivate func holds(for date: Instant, at now: Instant) -> Bool {
        switch self {
        case .withinLast(let span): date <= now && date > now.subtracting(span)
        case .olderThan(let span): date <= now.subtracting(span)
        case .withinNext(let span): date > now && date <= now.adding(span)
        case .before(let instant): date < instant
        case .since(let instant): date >= instant
        }
    }

    fileprivate func nextChange(for date: Instant, at now: Instant) -> Instant? {
        switch self {
        case .withinLast(let span): date > now ? date : (date.adding(span) > now ? date.adding(span) : nil)
        case .olderThan(let span): date.adding(span) > now ? date.adding(span) : nil
        case .withinNext(let span): date.subtracting(span) > now ? date.subtracting(span) : (date > now ? date : nil)
        case .before, .since: nil
        }
    }
}
