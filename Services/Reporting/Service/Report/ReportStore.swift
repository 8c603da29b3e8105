package import CommonModels
package import ReportingDomain
package import StorageKit

/// Puts a quarter's report together from the kept sums.
package struct ReportStore: Sendable {
    private let database: any Database
    private let clock: WallClock
    private let settings: ReportingSettings
    private let effects: EffectStore

    package init(database: any Database, clock: WallClock, settings: ReportingSettings) {
        self.database = database
        self.clock = clock
        self.settings = settings
        effects = EffectStore(database: database)
    }

    package var calendar: FiscalCalendar { settings.calendar }
    package var today: Day { calendar.day(of: clock.now()) }

    /// The quarter people want to see first: the running one if it has data, else the last that has.
    package func latestQuarter() async throws -> Quarter {
        let now = calendar.quarter(of: today)
        let events = try await database.read { transaction in
            try KPIStore.all(in: transaction).first?.definition.formula.coverageEvents ?? []
        }
        let coverage = try await database.read { try SeriesQueries.coverage(of: events, in: $0) }
        return coverage.map { min(calendar.quarter(of: $0.last), now) } ?? now
    }

    /// Quarters with data, newest first, at most twenty.
    package func quarters() async throws -> [Quarter] {
        let latest = try await latestQuarter()
        let first = try await database.read { transaction in
            let events = try KPIStore.all(in: transaction).first?.definition.formula.coverageEvents ?? []
            return try SeriesQueries.coverage(of: events, in: transaction)?.first
        }
        let oldest = first.map { calendar.quarter(of: $0) } ?? latest
        return (min(oldest, latest).index...latest.index).suffix(20).reversed().map(Quarter.init(index:))
    }

    package func report(_ quarter: Quarter) async throws -> QuarterReport {
        let (settings, today, now) = (settings, today, clock.now())
        let (readings, revenue) = try await database.read { transaction in
            let records = try KPIStore.all(in: transaction)
            let definitions = records.map(\.definition)
            let measures = definitions.reduce(into: Set<Measure>()) { $0.formUnion($1.formula.measures) }
            let series = try SeriesQueries.series(of: measures, in: transaction)
            let targets = try KPIStore.targets(of: quarter, in: transaction)
            let readings = definitions.map { definition in
                KPIReading(
                    definition, in: quarter, series: series, target: targets[definition.key].map { Figure($0) },
                    calendar: settings.calendar, today: today)
            }
            return (readings, Self.revenue(definitions, series))
        }
        var effect: EffectReading?
        if let revenue {
            effect = try await self.effect(GlobalHoldout.key, quarter: quarter, revenue: revenue)
        }
        return QuarterReport(
            quarter: quarter, days: calendar.days(of: quarter), madeAt: now, readings: readings, effect: effect,
            isHoldoutOff: settings.holdoutShare == 0, budget: try await budget(quarter, revenue: revenue, known: effect))
    }

    /// One KPI over the quarters up to one, at most eight with data, and that one.
    package func history(of definition: KPIDefinition, through quarter: Quarter) async throws -> [(quarter: Quarter, reading: KPIReading)] {
        let (calendar, today) = (calendar, today)
        return try await database.read { transaction in
            let series = try SeriesQueries.series(of: definition.formula.measures, in: transaction)
            return try (0..<KPIReading.trendQuarters).reversed().compactMap { back in
                let one = Quarter(index: quarter.index - back)
                let target = try KPIStore.targets(of: one, in: transaction)[definition.key].map { Figure($0) }
                let reading = KPIReading(definition, in: one, series: series, target: target, calendar: calendar, today: today)
                return back == 0 || reading.figure != nil ? (one, reading) : nil
            }
        }
    }

    /// When facts last arrived (nil without facts), and how far new measures are computed.
    package func freshness() async throws -> (newest: Instant?, rebuild: MeasureTable.Progress) {
        try await database.read { transaction in
            let last = try transaction.row("SELECT at FROM fact_event ORDER BY sequence DESC LIMIT 1")?.instant("at")
            let moved = try transaction.row("SELECT MAX(moved_at) AS at FROM maru_feed_cursor")?.instantOrNull("at")
            return (last.map { moved ?? $0 }, try MeasureTable.progress(in: transaction))
        }
    }

    /// The basic figures of all quarters.
    package func table() async throws -> QuarterTable {
        let (calendar, today) = (calendar, today)
        return try await database.read { transaction in
            let definitions = try KPIStore.all(in: transaction).map(\.definition).filter { definition in
                QuarterTable.columns.contains { $0.key == definition.key }
            }
            let measures = definitions.reduce(into: Set<Measure>()) { $0.formUnion($1.formula.measures) }
            let series = try SeriesQueries.series(of: measures, in: transaction)
            return QuarterTable(definitions: definitions, series: series, calendar: calendar, today: today)
        }
    }

    /// What the holdout says about a quarter and its months with those of the quarter before; nil when nobody is in the experiment.
    package func effect(_ experiment: String, quarter: Quarter, revenue: Revenue) async throws -> EffectReading? {
        let months = calendar.months(of: quarter.previous) + calendar.months(of: quarter)
        let tally = try await effects.tally(
            experiment: experiment, measure: revenue.measure, currency: revenue.currency, periods: [calendar.days(of: quarter)] + months)
        guard tally.variations.contains(GlobalHoldout.holdout), tally.variations.contains(GlobalHoldout.treated) else { return nil }
        return EffectReading(
            experimentKey: experiment, treated: GlobalHoldout.treated, holdout: GlobalHoldout.holdout, holdoutShare: settings.holdoutShare,
            currency: revenue.currency, tally: tally, months: months)
    }

    /// The measure of money that effects are about: the KPI `revenue`'s.
    package struct Revenue: Sendable {
        package let measure: Measure
        package let currency: String
    }

    private static func revenue(_ definitions: [KPIDefinition], _ series: [String: MeasureSeries]) -> Revenue? {
        guard let definition = definitions.first(where: { $0.key == "revenue" }), case .total(let measure) = definition.formula else {
            return nil
        }
        return Revenue(measure: measure, currency: definition.currency ?? series[measure.id]?.mainCurrency ?? "")
    }

    /// The shared budget in a quarter; nil before its first movement or proposal.
    package func budget(_ quarter: Quarter) async throws -> BudgetSummary? {
        let revenue = try await database.read { transaction in
            let definitions = try KPIStore.all(in: transaction).map(\.definition).filter { $0.key == "revenue" }
            let measures = definitions.reduce(into: Set<Measure>()) { $0.formUnion($1.formula.measures) }
            return Self.revenue(definitions, try SeriesQueries.series(of: measures, in: transaction))
        }
        return try await budget(quarter, revenue: revenue, known: nil)
    }

    private func budget(_ quarter: Quarter, revenue: Revenue?, known: EffectReading?) async throws -> BudgetSummary? {
        let read = try await database.read { transaction in
            (
                currency: try BudgetStore.currency(in: transaction), departments: try BudgetStore.departments(in: transaction),
                initiatives: try BudgetStore.initiatives(in: transaction),
                balances: try LedgerTable.balances(through: quarter, in: transaction)
            )
        }
        guard let currency = read.currency else { return nil }
        var incremental: [String: Double] = [:]
        for key in Set(read.initiatives.compactMap(\.experimentKey)) {
            if let known, known.experimentKey == key {
                incremental[key] = known.effect?.incrementalTotal
            } else if let revenue {
                incremental[key] = try await effect(key, quarter: quarter, revenue: revenue)?.effect?.incrementalTotal
            }
        }
        let days = calendar.days(of: quarter)
        let total = days.upperBound.number - days.lowerBound.number + 1
        return BudgetSummary(
            currency: currency, quarter: quarter, departments: read.departments, initiatives: read.initiatives, balances: read.balances,
            elapsedDays: min(max(today.number - days.lowerBound.number + 1, 0), total), totalDays: total, incremental: incremental)
    }
}
