import CommonModels
import ReportingDomain
import StorageKit

/// What an un-merge does to facts: those that happened to the restored person, and what they added to the sums kept of the
/// survivor, change hands. Sums of everybody stay as they were.
enum FactSeparation {
    private static let chunkMax = 200

    static func apply(
        _ restored: ProfileID, from survivor: ProfileID, eventIDs: [String], calendar: FiscalCalendar, in transaction: any SQLTransaction
    ) throws {
        var facts: [(sequence: Int64, fact: FactEvent)] = []
        for start in stride(from: 0, to: eventIDs.count, by: chunkMax) {
            let chunk = eventIDs[start..<min(start + chunkMax, eventIDs.count)]
            let marks = (0..<chunk.count).map { "$\($0 + 2)" }.joined(separator: ",")
            let condition = "profile_id = $1 AND event_id IN (\(marks))"
            facts += try read(condition, [survivor] + Array(chunk), as: restored, in: transaction)
            try transaction.execute(
                "UPDATE fact_event SET profile_id = $\(chunk.count + 2) WHERE \(condition)", [survivor] + Array(chunk) + [restored])
        }
        guard !facts.isEmpty else { return }
        try moveSums(facts, restored, survivor, calendar, in: transaction)
        let viewed = facts.map(\.fact).filter { $0.name == ExperimentTable.eventName }
        guard !viewed.isEmpty else { return }
        try ExperimentTable.record(viewed, calendar: calendar, in: transaction)
        try transaction.execute("DELETE FROM experiment_person WHERE profile_id = $1", [survivor])
        let own = try read("profile_id = $1 AND name = $2", [survivor, ExperimentTable.eventName], as: survivor, in: transaction)
        try ExperimentTable.record(own.map(\.fact), calendar: calendar, in: transaction)
    }

    private static func moveSums(
        _ facts: [(sequence: Int64, fact: FactEvent)], _ restored: ProfileID, _ survivor: ProfileID, _ calendar: FiscalCalendar,
        in transaction: any SQLTransaction
    ) throws {
        var sums: [[SQLValue]] = []
        for row in try transaction.rows("SELECT definition, rebuilt_to, rebuild_target FROM measure ORDER BY measure_id") {
            let measure = try Measure(json: try row.json("definition"))
            let (reached, target) = (try row.integer("rebuilt_to"), try row.integer("rebuild_target"))
            // Facts a rebuild has not come to yet are in no sum.
            for (sequence, fact) in facts where measure.selection.events.contains(fact.name) && (sequence <= reached || sequence > target) {
                guard let part = measure.contribution(of: fact) else { continue }
                let day = calendar.day(of: fact.time)
                let key: [SQLValue] = [
                    .text(measure.id), day.sqlValue, .text(measure.hasAmount ? fact.currency : ""), calendar.quarter(of: day).sqlValue,
                ]
                sums.append([restored.sqlValue] + key + [.integer(1), .integer(part.amount.units)])
                sums.append([survivor.sqlValue] + key + [.integer(-1), .integer(-part.amount.units)])
            }
        }
        try transaction.executeMany(FactSums.addPersonDay(transaction.engine), sums)
        try transaction.execute("DELETE FROM person_day WHERE profile_id = $1 AND occurrences <= 0", [survivor])
    }

    private static func read(
        _ condition: String, _ arguments: [any SQLBindable], as profile: ProfileID, in transaction: any SQLTransaction
    ) throws -> [(sequence: Int64, fact: FactEvent)] {
        try transaction.rows(
            "SELECT sequence, event_id, name, known, at, properties FROM fact_event WHERE \(condition) ORDER BY sequence", arguments
        ).map { row in
            (
                try row.integer("sequence"),
                FactEvent(
                    id: try row.text("event_id"), profileID: profile, name: try row.text("name"), time: try row.instant("at"),
                    isKnownCustomer: try row.bool("known"), properties: try row.json("properties").objectValue ?? [:])
            )
        }
    }
}
