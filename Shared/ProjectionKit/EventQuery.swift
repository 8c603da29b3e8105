import CommonModels
import RuleKit
import StorageKit

/// Which events of some people to read, so that a rule's window is read and not a life.
struct EventQuery {
    /// nil for every name.
    let names: [String]?
    let after: Instant?
    let properties: Bool

    /// At most four: with and without properties, within the longest window and without bound.
    static func queries(for references: RuleReferences, now: Instant) -> [EventQuery] {
        var queries: [EventQuery] = []
        for properties in [false, true] {
            var unlimited: [String] = []
            var bounded: [String] = []
            var reachMax: Int64 = 0
            for (name, reach) in references.events where references.eventsWithProperties.contains(name) == properties {
                switch reach {
                case .unlimited: unlimited.append(name)
                case .span(let microseconds):
                    bounded.append(name)
                    reachMax = max(reachMax, microseconds)
                }
            }
            if !unlimited.isEmpty { queries.append(EventQuery(names: unlimited.sorted(), after: nil, properties: properties)) }
            if !bounded.isEmpty {
                let start = Instant(microseconds: now.microseconds - reachMax)
                queries.append(EventQuery(names: bounded.sorted(), after: start, properties: properties))
            }
        }
        return queries
    }

    /// Ordered as the key is: the rows of one person and name come oldest first.
    func sql(people: IDList, arguments: inout [any SQLBindable]) -> String {
        var sql = "SELECT profile_id, name, time\(properties ? ", properties" : "") FROM projected_event"
        sql += " WHERE profile_id IN (\(people.placeholders(from: 1)))"
        var number = people.next(after: 1)
        if let names {
            sql += " AND name IN (" + names.indices.map { "$\(number + $0)" }.joined(separator: ",") + ")"
            arguments += names as [any SQLBindable]
            number += names.count
        }
        if let after {
            sql += " AND time > $\(number)"
            arguments.append(after)
        }
        return sql + " ORDER BY profile_id, name, time"
    }
}
