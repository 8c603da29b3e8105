package import CommonModels
import Foundation

/// The `where` of an event condition by itself, for whoever picks events without a whole rule.
package struct EventFilter: Sendable {
    package let conditions: [PropertyCondition]
    private let tests: [CompiledValueTest]

    package init(_ conditions: [PropertyCondition] = []) {
        self.conditions = conditions
        tests = conditions.map { CompiledValueTest(path: $0.property, test: $0.test, fallbackZone: .gmt) }
    }

    /// Reads `[{"property": path, <value test>}]`.
    /// - Throws: every problem found, each with a JSON pointer that begins with `pointer`.
    package init(json: JSONValue, at pointer: String) throws(RuleProblems) {
        var reader = RuleReader()
        let conditions = reader.filters(json, at: pointer)
        guard let conditions, reader.problems.isEmpty else { throw RuleProblems(reader.problems) }
        self.init(conditions)
    }

    /// What ``init(json:at:)`` reads.
    package var json: JSONValue {
        let selection = EventSelection(event: "any", filters: conditions)
        return Rule.eventCount(EventCountCondition(events: selection, count: .atLeast(1))).json["where"] ?? []
    }

    /// Whether every condition holds. Dates without a zone are read as UTC.
    package func accepts(_ properties: JSONObject) -> Bool {
        tests.allSatisfy { $0.holds(for: properties[$0.root], facts: Self.nobody, at: .epoch) }
    }

    /// Properties are tested without looking at a person.
    private static let nobody = FactSheet(profileID: ProfileID(UUIDv7(high: 0, low: 0)))
}

extension EventFilter: Hashable {
    package static func == (left: EventFilter, right: EventFilter) -> Bool { left.conditions == right.conditions }
    package func hash(into hasher: inout Hasher) { hasher.combine(conditions) }
}

extension FieldPath {
    /// Every plain value the path leads to; arrays on the way and at its end are gone through.
    package func values(in properties: JSONObject) -> [JSONValue] {
        guard let value = properties[root] else { return [] }
        var found: [JSONValue] = []
        FieldPath.collect(value, rest[...], &found)
        return found
    }

    private static func collect(_ value: JSONValue, _ path: ArraySlice<String>, _ found: inout [JSONValue]) {
        switch value {
        case .array(let elements): for element in elements { collect(element, path, &found) }
        case .object(let members):
            guard let name = path.first, let member = members[name] else { return }
            collect(member, path.dropFirst(), &found)
        case .bool, .integer, .number, .string: if path.isEmpty { found.append(value) }
        case .null: break
        }
    }
}
