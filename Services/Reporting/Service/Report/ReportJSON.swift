import CommonModels
import ReportingDomain

/// The report as JSON. Figures are decimal texts, so that nobody reads cents through floating point.
enum ReportJSON {
    static func report(_ report: QuarterReport) -> JSONValue {
        var members: JSONObject = [
            "quarter": .string(report.quarter.description), "from": .string(report.days.lowerBound.iso),
            "to": .string(report.days.upperBound.iso), "madeAt": .string(report.madeAt.rfc3339), "extent": .string(report.extent.rawValue),
        ]
        if let day = report.dataThrough { members["dataThrough"] = .string(day.iso) }
        members["kpis"] = .array(report.readings.map(reading))
        if let effect = report.effect { members["effect"] = self.effect(effect) }
        if let budget = report.budget { members["budget"] = BudgetJSON.summary(budget) }
        return .object(members)
    }

    static func reading(_ reading: KPIReading) -> JSONValue {
        let definition = reading.definition
        func text(_ figure: Figure?) -> JSONValue { figure.map { .string(reading.text(of: $0)) } ?? .null }
        var members: JSONObject = [
            "key": .string(definition.key), "name": definition.name.json, "unit": .string(definition.unit.rawValue),
            "direction": .string(definition.direction.rawValue), "value": text(reading.figure), "extent": .string(reading.extent.rawValue),
            "status": .string(reading.status.rawValue),
        ]
        if let currency = reading.currency { members["currency"] = .string(currency) }
        if let covered = reading.covered {
            members["covered"] = ["from": .string(covered.lowerBound.iso), "to": .string(covered.upperBound.iso)]
        }
        if reading.target != nil { members["target"] = text(reading.target) }
        if let forecast = reading.forecast {
            members["forecast"] = [
                "value": text(forecast.figure), "method": .string(forecast.method.rawValue),
                "coveredDays": .integer(Int64(forecast.coveredDays)), "totalDays": .integer(Int64(forecast.totalDays)),
            ]
        }
        func comparison(_ other: Comparison) -> JSONValue {
            [
                "quarter": .string(other.quarter.description), "value": text(other.figure),
                "change": other.change.map { .number($0) } ?? .null, "acrossPartial": .bool(other.acrossPartial),
            ]
        }
        if let other = reading.quarterOnQuarter { members["quarterOnQuarter"] = comparison(other) }
        if let other = reading.yearOnYear { members["yearOnYear"] = comparison(other) }
        return .object(members)
    }

    static func effect(_ effect: EffectReading) -> JSONValue {
        [
            "experiment": .string(effect.experimentKey), "currency": .string(effect.currency),
            "treatedPeople": .integer(Int64(effect.treatedPeople)), "holdoutPeople": .integer(Int64(effect.holdoutPeople)),
            "quarter": effect.effect.map(holdout) ?? .null,
            "months": .array(
                effect.months.map { month in
                    [
                        "from": .string(month.days.lowerBound.iso), "to": .string(month.days.upperBound.iso),
                        "effect": month.effect.map(holdout) ?? .null,
                    ]
                }),
        ]
    }

    private static func holdout(_ effect: HoldoutEffect) -> JSONValue {
        func interval(_ range: ClosedRange<Double>) -> JSONValue { ["low": .number(range.lowerBound), "high": .number(range.upperBound)] }
        var members: JSONObject = [
            "treatedMean": .number(effect.treated.mean), "holdoutMean": .number(effect.holdout.mean),
            "perPerson": .number(effect.perPerson.effect), "perPersonInterval": interval(effect.perPerson.interval()),
            "pValue": .number(effect.perPerson.pValue), "chanceToWin": .number(effect.perPerson.chanceToWin),
            "incrementalTotal": .number(effect.incrementalTotal), "incrementalInterval": interval(effect.incrementalInterval),
            "isSignificant": .bool(effect.isSignificant),
        ]
        if let relative = effect.relative {
            members["relative"] = .number(relative.effect)
            members["relativeInterval"] = interval(relative.interval())
        }
        if let ratio = effect.sampleRatio {
            members["sampleRatio"] = ["pValue": .number(ratio.pValue), "isAlarming": .bool(ratio.isAlarming)]
        }
        return .object(members)
    }
}
