import Algorithms
import CommonModels
import ProfileDomain
import RuleKit
import StorageKit

/// Makes states anew from the events themselves: after a merge, when something left a window, when a definition changed.
enum ComputedRebuild {
    private static let idsMax = 64  // of one query

    /// - Parameter wanted: which traits of which living profiles.
    static func states(
        _ wanted: [ProfileID: [PlannedTrait]], now: Instant, in transaction: any SQLTransaction
    ) throws -> [ProfileID: [String: ComputedState]] {
        var states: [ProfileID: [String: ComputedState]] = [:]
        for (id, planned) in wanted { for one in planned { states[id, default: [:]][one.trait.key.rawValue] = ComputedState() } }
        let planned = wanted.values.flatMap { $0 }.filter(\.isLive)
        let names = Set(planned.flatMap(\.trait.allEvents)).sorted()
        guard !names.isEmpty else { return states }
        let windows = planned.map { $0.trait.window?.microseconds }
        let longest = windows.contains(nil) ? nil : windows.compactMap(\.self).max()
        let from = longest.map { now.microseconds - $0 } ?? Int64.min
        let owners = try owners(of: wanted.keys, in: transaction)
        for ids in owners.keys.sorted().chunks(ofCount: idsMax) {
            let sql = eventsSQL(ids: ids.count, names: names.count)
            let arguments: [any SQLBindable] = ids.map(\.rawValue) + names + [from] as [any SQLBindable]
            try transaction.forEachRow(sql, arguments) { row in
                guard let owner = owners[try row.id("profile_id")], let traits = wanted[owner] else { return }
                let (name, time) = (try row.text("kind"), try row.instant("time"))
                var properties: JSONObject?
                for one in traits where one.isLive && one.trait.allEvents.contains(name) {
                    if properties == nil { properties = try row.json("properties").objectValue ?? [:] }
                    states[owner]?[one.trait.key.rawValue]?.add(name, at: time, properties ?? [:], of: one.trait, now: now)
                }
            }
        }
        return states
    }

    static func eventsSQL(ids: Int, names: Int) -> String {
        func list(_ range: Range<Int>) -> String { range.map { "$\($0)" }.joined(separator: ", ") }
        return """
            SELECT profile_id, kind, time, properties FROM person_event
            WHERE profile_id IN (\(list(1..<ids + 1))) AND kind IN (\(list(ids + 1..<ids + names + 1)))
                AND time > $\(ids + names + 1) AND type = 'track'
            """
    }

    /// By id of the log, whose it is now: the living profiles themselves and what was merged into them.
    private static func owners(of living: some Sequence<ProfileID>, in transaction: any SQLTransaction) throws -> [ProfileID: ProfileID] {
        var owners: [ProfileID: ProfileID] = [:]
        for id in living { owners[id] = id }
        let rows = try transaction.rows("SELECT profile_id, merged_into FROM profile WHERE merged_into IN", in: living.map(\.rawValue))
        for row in rows { owners[try row.id("profile_id")] = try row.id("merged_into") }
        return owners
    }
}
