package import CommonModels

/// The shared budget at the end of a quarter, or so far: who gave, what each initiative used, who bears which cost.
package struct BudgetSummary: Hashable, Sendable {
    package let currency: Currency
    package let quarter: Quarter
    package let initiatives: [InitiativeReading]
    package let departments: [DepartmentReading]
    /// Minor units, all quarters up to this one.
    package let contributed: Int64
    package let pool: Int64
    package let spent: Int64
    package let committed: Int64

    package struct InitiativeReading: Hashable, Sendable {
        package let initiative: Initiative
        package let sponsor: String
        package let burnDown: BurnDown
        /// What each department bears of what was spent in the quarter, in the order of the shares.
        package let costs: [DepartmentCost]
        /// Incremental revenue in the quarter, in major units; nil without an attributed experiment that says something.
        package let incremental: Double?
        /// ``incremental`` over what was spent in the quarter.
        package let returnOnSpend: Double?
    }

    package struct DepartmentCost: Hashable, Sendable {
        package let department: DepartmentID
        package let name: String
        package let basisPoints: Int
        package let minorUnits: Int64
    }

    package struct DepartmentReading: Hashable, Sendable {
        package let department: Department
        package let contributed: Int64
        /// Its shares of what all initiatives spent in the quarter.
        package let cost: Int64
    }

    /// - Parameters:
    ///   - elapsedDays: days of the quarter that have passed, for the forecast.
    ///   - incremental: incremental revenue of the quarter by experiment key, in major units.
    package init(
        currency: Currency, quarter: Quarter, departments: [Department], initiatives: [Initiative],
        balances: [LedgerAccount: AccountBalance],
        elapsedDays: Int, totalDays: Int, incremental: [String: Double]
    ) {
        self.currency = currency
        self.quarter = quarter
        let names = Dictionary(departments.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        func balance(_ account: LedgerAccount) -> AccountBalance { balances[account] ?? .zero }
        let unit = (0..<currency.minorUnitDigits).reduce(1.0) { product, _ in product * 10 }
        let readings = initiatives.map { initiative in
            let spent = balance(.spent(initiative.id))
            let committed = balance(.committed(initiative.id))
            let available = balance(.available(initiative.id))
            let parts = CostShare.split(spent.inQuarter, by: initiative.shares)
            let brought = initiative.experimentKey.flatMap { incremental[$0] }
            return InitiativeReading(
                initiative: initiative, sponsor: names[initiative.sponsor] ?? "",
                burnDown: BurnDown(
                    budget: initiative.status == .approved || initiative.status == .closed
                        ? available.through + committed.through + spent.through : initiative.requested,
                    spent: spent.through, committed: committed.through, spentInQuarter: spent.inQuarter, elapsedDays: elapsedDays,
                    totalDays: totalDays),
                costs: zip(initiative.shares, parts).map { share, part in
                    DepartmentCost(
                        department: share.department, name: names[share.department] ?? "", basisPoints: share.basisPoints, minorUnits: part)
                },
                incremental: brought,
                returnOnSpend: brought.flatMap { spent.inQuarter > 0 ? $0 / (Double(spent.inQuarter) / unit) : nil })
        }
        self.initiatives = readings
        self.departments = departments.map { department in
            DepartmentReading(
                department: department, contributed: -balance(.department(department.id)).through,
                cost: readings.flatMap(\.costs).filter { $0.department == department.id }.reduce(0) { $0 + $1.minorUnits })
        }
        contributed = -departments.reduce(0) { $0 + balance(.department($1.id)).through }
        pool = balance(.pool).through
        spent = readings.reduce(0) { $0 + $1.burnDown.spent }
        committed = readings.reduce(0) { $0 + $1.burnDown.committed }
    }
}
