import CommonModels
import ReportingDomain

/// The shared budget as JSON; money as decimal texts with its currency.
enum BudgetJSON {
    static func summary(_ budget: BudgetSummary) -> JSONValue {
        func money(_ minorUnits: Int64) -> JSONValue { self.money(minorUnits, budget.currency) }
        return [
            "quarter": .string(budget.quarter.description), "contributed": money(budget.contributed), "pool": money(budget.pool),
            "spent": money(budget.spent), "committed": money(budget.committed),
            "initiatives": .array(budget.initiatives.map { reading($0, budget.currency) }),
            "departments": .array(
                budget.departments.map { reading in
                    [
                        "id": .string(reading.department.id.rawValue), "name": .string(reading.department.name),
                        "contributed": money(reading.contributed), "cost": money(reading.cost),
                    ]
                }),
        ]
    }

    static func initiative(_ initiative: Initiative, _ currency: Currency?) -> JSONValue {
        var members: JSONObject = [
            "id": .string(initiative.id.rawValue), "name": .string(initiative.name), "sponsorId": .string(initiative.sponsor.rawValue),
            "status": .string(initiative.status.rawValue),
            "shares": .array(
                initiative.shares.map { share in
                    [
                        "departmentId": .string(share.department.rawValue),
                        "percent": .string(DecimalText.text(Int64(share.basisPoints), digits: 2)),
                    ]
                }),
        ]
        if let currency { members["requested"] = money(initiative.requested, currency) }
        if let key = initiative.experimentKey { members["experimentKey"] = .string(key) }
        return .object(members)
    }

    private static func reading(_ reading: BudgetSummary.InitiativeReading, _ currency: Currency) -> JSONValue {
        let burnDown = reading.burnDown
        var members = initiative(reading.initiative, currency).objectValue ?? [:]
        members["budget"] = money(burnDown.budget, currency)
        members["spent"] = money(burnDown.spent, currency)
        members["spentInQuarter"] = money(burnDown.spentInQuarter, currency)
        members["committed"] = money(burnDown.committed, currency)
        members["forecast"] = money(burnDown.forecast, currency)
        members["burnDown"] = .string(burnDown.status.rawValue)
        members["costs"] = .array(
            reading.costs.map {
                ["departmentId": .string($0.department.rawValue), "name": .string($0.name), "cost": money($0.minorUnits, currency)]
            })
        if let incremental = reading.incremental { members["incrementalRevenue"] = .number(incremental) }
        if let roi = reading.returnOnSpend { members["returnOnSpend"] = .number(roi) }
        return .object(members)
    }

    static func entry(_ line: LedgerTable.Line, _ currency: Currency) -> JSONValue {
        [
            "id": .string(line.id), "day": .string(line.day.iso), "kind": .string(line.kind.rawValue), "subjectId": .string(line.subject),
            "amount": money(line.minorUnits, currency), "memo": .string(line.memo),
        ]
    }

    static func money(_ minorUnits: Int64, _ currency: Currency) -> JSONValue {
        let money = Money(minorUnits: minorUnits, currency: currency)
        return ["amount": .string(money.amount), "currency": .string(currency.code)]
    }
}
