import CommonModels
import FeedKit
import ReportingDomain
import StorageKit

@testable import ReportingService

/// Makes feed events as the neighbours write them, and applies them.
struct Facts {
    let database: any Database
    let store: FactStore
    let ids: IDGenerator

    static let migrations = [FactMigrations.set, FactCalendar.migrations, KPIMigrations.set, BudgetMigrations.set]

    init(_ database: any Database, calendar: FiscalCalendar = .utc) {
        self.database = database
        ids = .sequential()
        store = FactStore(calendar: calendar, ids: ids)
    }

    func profile() -> ProfileID { ids.next() }

    func apply(_ events: CloudEvent...) async throws { try await apply(events) }

    func apply(_ events: [CloudEvent]) async throws {
        let store = store
        try await database.write { try store.apply(events, in: $0) }
    }

    func order(
        _ profile: ProfileID, _ time: String, _ amount: String, order: String, user: String? = "u", id: EventID? = nil
    ) throws -> CloudEvent {
        try event(
            "Order Completed", profile, time,
            ["order_id": .string(order), "currency": "GBP", "products": [["product_id": "A", "quantity": 1, "price": .string(amount)]]],
            user: user, id: id)
    }

    func event(
        _ name: String, _ profile: ProfileID, _ time: String, _ properties: JSONObject = [:], user: String? = "u", id: EventID? = nil
    ) throws -> CloudEvent {
        let at = Instant(rfc3339: time) ?? .epoch
        let event = CustomerEvent(
            id: id ?? ids.next(), messageId: "m", profileId: profile, type: .track, name: name, userId: user, anonymousId: nil, time: at,
            receivedAt: at, source: "web", properties: properties, context: [:])
        return CloudEvent(
            id: "1", type: FeedEventType.customerEvent, source: "/profile", time: at, subject: profile.rawValue, data: event.json)
    }

    func viewed(_ profile: ProfileID, _ arm: String, _ time: String) throws -> CloudEvent {
        try event("Experiment Viewed", profile, time, ["experiment_id": .string(GlobalHoldout.key), "variation_id": .string(arm)])
    }

    func merged(_ absorbed: ProfileID, into survivor: ProfileID) -> CloudEvent {
        CloudEvent(
            id: "2", type: FeedEventType.profileMerged, source: "/profile", time: .epoch, subject: survivor.rawValue,
            data: ["profileId": .string(survivor.rawValue), "mergedProfileId": .string(absorbed.rawValue)])
    }

    func unmerged(_ restored: ProfileID, from survivor: ProfileID, events: [EventID]) -> CloudEvent {
        CloudEvent(
            id: "4", type: FeedEventType.profileUnmerged, source: "/profile", time: .epoch, subject: survivor.rawValue,
            data: [
                "profileId": .string(survivor.rawValue), "restoredProfileId": .string(restored.rawValue),
                "restoredIds": [.string(restored.rawValue)], "eventIds": .array(events.map { .string($0.rawValue) }), "isLast": true,
            ])
    }

    func erased(_ profile: ProfileID) -> CloudEvent {
        CloudEvent(
            id: "3", type: FeedEventType.profileErased, source: "/profile", time: .epoch, subject: profile.rawValue,
            data: ["profileId": .string(profile.rawValue)])
    }

    /// Starts keeping the measures of ready-made KPIs.
    func keepReadyMade() async throws {
        let measures = try ReadyMadeKPIs.definitions().reduce(into: Set<Measure>()) { $0.formUnion($1.formula.measures) }
        try await database.write { try MeasureTable.keep(measures, in: $0) }
    }

    /// The rows of the basic figures, as the CSV has them.
    func table(today: String = "2026-12-31") async throws -> [String] {
        let calendar = store.calendar
        let definitions = try ReadyMadeKPIs.definitions()
        let table = try await database.read { transaction in
            let measures = definitions.reduce(into: Set<Measure>()) { $0.formUnion($1.formula.measures) }
            let series = try SeriesQueries.series(of: measures, in: transaction)
            return QuarterTable(definitions: definitions, series: series, calendar: calendar, today: Day(iso: today) ?? Day(number: 0))
        }
        return ReportCSV.table(table).split(separator: "\n").dropFirst().map(String.init)
    }
}
