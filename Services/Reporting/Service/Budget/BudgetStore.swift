package import CommonModels
package import FeedKit
package import ReportingDomain
package import ServiceKit
package import StorageKit

/// The shared budget: who gives, what is paid for, and every movement of money. With an `Idempotency-Key` each happens once,
/// whenever the process dies.
package struct BudgetStore: Sendable {
    /// Each is listed whole, so no more are taken.
    package static let departmentsMax = 1_000
    package static let initiativesMax = 1_000

    private let database: any Database
    private let clock: WallClock
    private let ids: IDGenerator
    private let calendar: FiscalCalendar
    private let audit: AuditLog
    private let feed: Feed

    /// Movements take turns, so that two of them cannot promise the same money.
    private static let lock = "reporting-ledger"

    package init(frame: ServiceFrame, calendar: FiscalCalendar, feed: Feed) {
        database = KeyedDatabase(frame.database)
        clock = frame.clock
        ids = frame.ids
        audit = frame.audit
        self.calendar = calendar
        self.feed = feed
    }

    package func currency() async throws -> Currency? { try await database.read { try Self.currency(in: $0) } }

    /// Ordered and not yet paid, in minor units.
    package func committed(to initiative: InitiativeID) async throws -> Int64 {
        try await database.read { try LedgerTable.balance(of: .committed(initiative), in: $0) }
    }

    /// Ledger lines, newest first.
    package func entries(before sequence: Int64?, limit: Int) async throws -> [LedgerTable.Line] {
        try await database.read { try LedgerTable.lines(before: sequence, limit: limit, in: $0) }
    }

    /// The pool's currency, fixed by the first movement.
    package static func currency(in transaction: any SQLTransaction) throws -> Currency? {
        try transaction.row("SELECT value FROM budget_setting WHERE name = 'currency'").flatMap { Currency(try $0.text("value")) }
    }

    package func addDepartment(name: String, by person: Principal) async throws -> Department {
        let department = try Department(id: ids.next(), name: name)
        try await database.write { transaction in
            try transaction.serialize(on: Self.lock)
            let count = try transaction.row("SELECT COUNT(*) AS n FROM department")?.int("n") ?? 0
            guard count < Self.departmentsMax else { throw BudgetProblem.tooManyDepartments(max: Self.departmentsMax) }
            let added = try transaction.execute(
                "INSERT INTO department (department_id, name) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
                [department.id, department.name])
            guard added == 1 else { throw BudgetProblem.departmentExists }
            try audit.record(actor: person.id, action: "budget.department", object: department.id.rawValue, in: transaction)
        }
        return department
    }

    package func departments() async throws -> [Department] { try await database.read { try Self.departments(in: $0) } }

    package static func departments(in transaction: any SQLTransaction) throws -> [Department] {
        try transaction.rows("SELECT department_id, name FROM department ORDER BY department_id").map {
            try Department(id: try $0.id("department_id"), name: try $0.text("name"))
        }
    }

    /// - Throws: ``BudgetProblem`` for unknown departments and bad shares.
    package func propose(
        name: String, sponsor: DepartmentID, shares: [CostShare], requested: Money, experimentKey: String?, by person: Principal
    ) async throws -> Initiative {
        let initiative = try Initiative(
            id: ids.next(), name: name, sponsor: sponsor, shares: shares, requested: requested.minorUnits, experimentKey: experimentKey)
        let now = clock.now()
        try await database.write { transaction in
            try transaction.serialize(on: Self.lock)
            try Self.fix(requested.currency, in: transaction)
            let count = try transaction.row("SELECT COUNT(*) AS n FROM initiative")?.int("n") ?? 0
            guard count < Self.initiativesMax else { throw BudgetProblem.tooManyInitiatives(max: Self.initiativesMax) }
            let known = Set(try Self.departments(in: transaction).map(\.id))
            for department in [sponsor] + shares.map(\.department) where !known.contains(department) {
                throw BudgetProblem.departmentNotFound(department)
            }
            try transaction.insert(
                into: "initiative",
                columns: ["initiative_id", "name", "sponsor_id", "requested", "status", "experiment_key", "created_at"],
                rows: [
                    [
                        initiative.id.sqlValue, .text(name), sponsor.sqlValue, .integer(initiative.requested),
                        .text(initiative.status.rawValue), experimentKey.sqlValue, now.sqlValue,
                    ]
                ])
            try transaction.insert(
                into: "initiative_share", columns: ["initiative_id", "position", "department_id", "basis_points"],
                rows: shares.enumerated().map {
                    [initiative.id.sqlValue, .integer(Int64($0)), $1.department.sqlValue, .integer(Int64($1.basisPoints))]
                })
            try record(person, "proposed", initiative.id, at: now, in: transaction)
        }
        return initiative
    }

    package func initiatives() async throws -> [Initiative] { try await database.read { try Self.initiatives(in: $0) } }

    package static func initiatives(in transaction: any SQLTransaction) throws -> [Initiative] {
        var shares: [InitiativeID: [CostShare]] = [:]
        for row in try transaction.rows(
            "SELECT initiative_id, department_id, basis_points FROM initiative_share ORDER BY initiative_id, position")
        {
            shares[try row.id("initiative_id"), default: []].append(
                CostShare(department: try row.id("department_id"), basisPoints: try row.int("basis_points")))
        }
        return try transaction.rows(
            "SELECT initiative_id, name, sponsor_id, requested, status, experiment_key FROM initiative ORDER BY initiative_id"
        ).map { row in
            let id: InitiativeID = try row.id("initiative_id")
            return try Initiative(
                id: id, name: try row.text("name"), sponsor: try row.id("sponsor_id"), shares: shares[id] ?? [],
                requested: try row.integer("requested"), status: try row.name("status"), experimentKey: try row.textOrNull("experiment_key")
            )
        }
    }

    /// Approving allots the requested money out of the pool in the same transaction.
    /// - Throws: ``BudgetProblem/poolExhausted(available:)``, ``BudgetProblem/alreadyDecided(_:)``; then nothing has changed.
    package func decide(_ id: InitiativeID, approve: Bool, by person: Principal) async throws -> Initiative {
        let (entryID, now, today): (EntryID, Instant, Day) = (ids.next(), clock.now(), calendar.day(of: clock.now()))
        return try await database.write { transaction in
            try transaction.serialize(on: Self.lock)
            var initiative = try Self.initiative(id, in: transaction)
            try initiative.decide(approve: approve)
            try transaction.execute("UPDATE initiative SET status = $1 WHERE initiative_id = $2", [initiative.status.rawValue, id])
            if approve {
                let entry = try LedgerEntry(id: entryID, day: today, recordedAt: now, action: .allot(id, initiative.requested), memo: "")
                try LedgerTable.post(entry, quarter: calendar.quarter(of: today), by: person.displayName, in: transaction)
            }
            try record(person, approve ? "approved" : "declined", id, at: now, in: transaction)
            return initiative
        }
    }

    /// Writes one movement.
    /// - Throws: ``BudgetProblem``; then nothing has moved.
    package func record(_ action: LedgerAction, currency: Currency, on day: Day?, memo: String, by person: Principal) async throws
        -> LedgerEntry
    {
        let now = clock.now()
        let today = calendar.day(of: now)
        if let day, day > today { throw BudgetProblem.dayToCome(today: today) }
        let entry = try LedgerEntry(id: ids.next(), day: day ?? today, recordedAt: now, action: action, memo: memo)
        try await database.write { transaction in
            try transaction.serialize(on: Self.lock)
            try Self.fix(currency, in: transaction)
            if let id = action.initiative { try Self.initiative(id, in: transaction).requireApproved() }
            if let id = action.department, try transaction.row("SELECT name FROM department WHERE department_id = $1", [id]) == nil {
                throw BudgetProblem.departmentNotFound(id)
            }
            try LedgerTable.post(entry, quarter: calendar.quarter(of: entry.day), by: person.displayName, in: transaction)
            if let id = action.initiative {
                try record(person, action.kind.rawValue, id, at: now, in: transaction)
            } else {
                try audit.record(actor: person.id, action: "budget." + action.kind.rawValue, object: entry.id.rawValue, in: transaction)
            }
        }
        return entry
    }

    /// Audit entry and feed event of a change to an initiative.
    private func record(_ person: Principal, _ change: String, _ id: InitiativeID, at now: Instant, in transaction: any SQLTransaction)
        throws
    {
        try audit.record(actor: person.id, action: "budget." + change, object: id.rawValue, in: transaction)
        let data: JSONValue = ["initiativeId": .string(id.rawValue), "change": .string(change), "at": .string(now.rfc3339)]
        try feed.publish(
            [
                FeedEvent(
                    type: FeedEventType.budgetChanged, subject: id.rawValue, partitionKey: id.rawValue, time: now, data: data.serialized)
            ],
            in: transaction)
    }

    private static func initiative(_ id: InitiativeID, in transaction: any SQLTransaction) throws -> Initiative {
        guard let initiative = try initiatives(in: transaction).first(where: { $0.id == id }) else {
            throw BudgetProblem.initiativeNotFound(id)
        }
        return initiative
    }

    private static func fix(_ currency: Currency, in transaction: any SQLTransaction) throws {
        if let fixed = try Self.currency(in: transaction) {
            guard fixed == currency else { throw BudgetProblem.wrongCurrency(expected: fixed) }
        } else {
            try transaction.insert(into: "budget_setting", columns: ["name", "value"], rows: [[.text("currency"), .text(currency.code)]])
        }
    }
}
