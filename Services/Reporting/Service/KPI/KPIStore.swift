import CommonModels
package import ReportingDomain
package import ServiceKit
package import StorageKit

/// The KPI catalogue and its targets.
package struct KPIStore: Sendable {
    package static let kpisMax = 200

    private let database: any Database
    private let clock: WallClock
    private let jobs: JobStore
    private let audit: AuditLog

    package init(frame: ServiceFrame) {
        database = frame.database
        clock = frame.clock
        jobs = frame.jobs
        audit = frame.audit
    }

    /// Puts the ready-made catalogue into an empty one.
    package func seed() async throws {
        let definitions = try ReadyMadeKPIs.definitions()
        let now = clock.now()
        try await database.write { transaction in
            try transaction.serialize(on: FactStore.lock)
            guard try transaction.row("SELECT key FROM kpi LIMIT 1") == nil else { return }
            for (position, definition) in definitions.enumerated() {
                try insert(definition, version: 1, position: position, at: now, by: nil, in: transaction)
            }
        }
    }

    /// Current versions in catalogue order.
    package func all() async throws -> [KPIRecord] { try await database.read { try Self.all(in: $0) } }

    package static func all(in transaction: any SQLTransaction) throws -> [KPIRecord] {
        try transaction.rows(
            """
            SELECT k.key, k.version, k.definition, k.changed_at, k.changed_by FROM kpi k
            WHERE k.version = (SELECT MAX(v.version) FROM kpi v WHERE v.key = k.key) ORDER BY k.position, k.key
            """
        ).map(record)
    }

    /// All versions, newest first.
    /// - Throws: ``KPIError/notFound(_:)``
    package func versions(of key: String) async throws -> [KPIRecord] {
        let records = try await database.read { transaction in
            try transaction.rows(
                "SELECT key, version, definition, changed_at, changed_by FROM kpi WHERE key = $1 ORDER BY version DESC LIMIT 100", [key]
            ).map(Self.record)
        }
        guard !records.isEmpty else { throw KPIError.notFound(key) }
        return records
    }

    /// - Throws: ``KPIError/alreadyExists(_:)``, ``KPIError/tooMany(max:)``
    package func create(_ definition: KPIDefinition, by person: Principal) async throws -> KPIRecord {
        let now = clock.now()
        return try await database.write { transaction in
            try transaction.serialize(on: FactStore.lock)
            let kept = try Self.all(in: transaction)
            guard kept.count < Self.kpisMax else { throw KPIError.tooMany(max: Self.kpisMax) }
            guard !kept.contains(where: { $0.definition.key == definition.key }) else { throw KPIError.alreadyExists(definition.key) }
            return try insert(definition, version: 1, position: kept.count, at: now, by: person, in: transaction)
        }
    }

    /// Saves a further version, if `version` is still the current one.
    /// - Throws: ``KPIError/notFound(_:)``, ``KPIError/changed(current:)``
    package func replace(_ definition: KPIDefinition, ifVersion version: Int?, by person: Principal) async throws -> KPIRecord {
        let now = clock.now()
        return try await database.write { transaction in
            try transaction.serialize(on: FactStore.lock)
            guard
                let row = try transaction.row(
                    "SELECT version, position FROM kpi WHERE key = $1 ORDER BY version DESC LIMIT 1", [definition.key])
            else { throw KPIError.notFound(definition.key) }
            let current = try row.int("version")
            if let version, version != current { throw KPIError.changed(current: current) }
            return try insert(
                definition, version: current + 1, position: try row.int("position"), at: now, by: person, in: transaction)
        }
    }

    /// Targets of a quarter by KPI key.
    package static func targets(of quarter: Quarter, in transaction: any SQLTransaction) throws -> [String: DecimalAmount] {
        var targets: [String: DecimalAmount] = [:]
        for row in try transaction.rows("SELECT key, units FROM kpi_target WHERE quarter = $1", [quarter.index]) {
            targets[try row.text("key")] = DecimalAmount(units: try row.integer("units"))
        }
        return targets
    }

    package func targets(of quarter: Quarter) async throws -> [String: DecimalAmount] {
        try await database.read { try Self.targets(of: quarter, in: $0) }
    }

    /// Sets targets; a nil one is taken away.
    /// - Throws: ``KPIError/notFound(_:)`` for an unknown key; then none is set.
    package func setTargets(_ targets: [String: DecimalAmount?], of quarter: Quarter, by person: Principal) async throws {
        let now = clock.now()
        try await database.write { transaction in
            let known = Set(try Self.all(in: transaction).map(\.definition.key))
            for (key, target) in targets {
                guard known.contains(key) else { throw KPIError.notFound(key) }
                if let target {
                    try transaction.insert(
                        into: "kpi_target", columns: ["key", "quarter", "units", "set_at", "set_by"],
                        rows: [[.text(key), quarter.sqlValue, .integer(target.units), now.sqlValue, .text(person.displayName)]],
                        onConflict: .replace(key: ["key", "quarter"], update: ["units", "set_at", "set_by"]))
                } else {
                    try transaction.execute("DELETE FROM kpi_target WHERE key = $1 AND quarter = $2", [key, quarter.index])
                }
            }
            try audit.record(
                actor: person.id, action: "kpi.targets", object: quarter.description,
                detail: ["keys": .array(targets.keys.sorted().map { .string($0) })], in: transaction)
        }
    }

    @discardableResult
    private func insert(
        _ definition: KPIDefinition, version: Int, position: Int, at now: Instant, by person: Principal?, in transaction: any SQLTransaction
    ) throws -> KPIRecord {
        try transaction.insert(
            into: "kpi", columns: ["key", "version", "definition", "position", "changed_at", "changed_by"],
            rows: [
                [
                    .text(definition.key), .integer(Int64(version)), definition.json.sqlValue, .integer(Int64(position)), now.sqlValue,
                    .text(person?.displayName ?? "Maru"),
                ]
            ], onConflict: .fail)
        try audit.record(
            actor: person?.id ?? "reporting", action: "kpi.saved", object: definition.key, detail: ["version": .integer(Int64(version))],
            in: transaction)
        try MeasureTable.keep(definition.formula.measures, in: transaction)
        try MeasureRebuild.startIfDue(jobs, by: person?.id ?? "reporting", in: transaction)
        return KPIRecord(definition: definition, version: version, changedAt: now, changedBy: person?.displayName ?? "Maru")
    }

    private static func record(_ row: SQLRow) throws -> KPIRecord {
        KPIRecord(
            definition: try KPIDefinition(json: try row.json("definition")), version: try row.int("version"),
            changedAt: try row.instant("changed_at"), changedBy: try row.text("changed_by"))
    }
}
