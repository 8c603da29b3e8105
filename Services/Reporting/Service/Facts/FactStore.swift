package import CommonModels
package import ReportingDomain
package import StorageKit

/// Writes facts and keeps every measure's sums in step with them, in the caller's transaction.
package struct FactStore: Sendable {
    package let calendar: FiscalCalendar
    package let ids: IDGenerator

    /// Name of the advisory lock that makes writers of facts take turns: a measure's rebuild target must not miss a fact being written.
    package static let lock = "reporting-facts"

    package init(calendar: FiscalCalendar, ids: IDGenerator) {
        self.calendar = calendar
        self.ids = ids
    }

    /// Applies feed events in order. An event seen before changes nothing.
    package func apply(_ events: [CloudEvent], in transaction: any SQLTransaction) throws {
        try transaction.serialize(on: Self.lock)
        let measures = try MeasureTable.all(in: transaction)
        var batch: [FactEvent] = []
        func flush() throws {
            try add(batch, measures: measures, in: transaction)
            batch.removeAll(keepingCapacity: true)
        }
        for event in events {
            switch FactReader.meaning(of: event) {
            case .facts(let facts): batch.append(contentsOf: facts)
            case .merged(let survivor, let absorbed):
                try flush()
                try FactPeople.merge(absorbed, into: survivor, in: transaction)
            case .unmerged(let restored, let survivor, let eventIDs):
                try flush()
                try FactSeparation.apply(restored, from: survivor, eventIDs: eventIDs, calendar: calendar, in: transaction)
            case .erased(let profile):
                try flush()
                let kept = measures.reduce(into: Set<String>()) { $0.formUnion($1.properties) }
                try FactPeople.anonymize(profile, as: ids.next(), keeping: kept, in: transaction)
            case .nothing: break
            }
        }
        try flush()
    }

    private func add(_ batch: [FactEvent], measures: [Measure], in transaction: any SQLTransaction) throws {
        let fresh = try notSeen(batch, in: transaction)
        guard !fresh.isEmpty else { return }
        try transaction.insert(
            into: "fact_event", columns: ["event_id", "profile_id", "name", "known", "at", "properties"],
            rows: fresh.map { fact in
                [
                    .text(fact.id), fact.profileID.sqlValue, .text(fact.name), fact.isKnownCustomer.sqlValue, fact.time.sqlValue,
                    JSONValue.object(fact.properties).sqlValue,
                ]
            }, onConflict: .fail)
        var sums = FactSums(calendar: calendar)
        var byName: [String: [Measure]] = [:]
        for measure in measures { for name in measure.selection.events { byName[name, default: []].append(measure) } }
        for fact in fresh {
            sums.count(fact)
            for measure in byName[fact.name] ?? [] { sums.add(fact, to: measure) }
        }
        try sums.save(in: transaction)
        try ExperimentTable.record(fresh, calendar: calendar, in: transaction)
    }

    /// Feeds deliver at least once; the id decides.
    private func notSeen(_ batch: [FactEvent], in transaction: any SQLTransaction) throws -> [FactEvent] {
        var seen: Set<String> = []
        var start = 0
        while start < batch.count {
            let chunk = batch[start..<min(start + 200, batch.count)]
            let marks = (1...chunk.count).map { "$\($0)" }.joined(separator: ",")
            try transaction.forEachRow("SELECT event_id FROM fact_event WHERE event_id IN (\(marks))", chunk.map(\.id)) {
                seen.insert(try $0.text("event_id"))
            }
            start += 200
        }
        return batch.filter { seen.insert($0.id).inserted }
    }
}
