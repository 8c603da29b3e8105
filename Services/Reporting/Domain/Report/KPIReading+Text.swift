import CommonModels

extension KPIReading {
    /// Digits after the point: the currency's for money, four for rates, none for counts.
    package var digits: Int {
        switch definition.unit {
        case .money: currency.flatMap(Currency.init)?.minorUnitDigits ?? 2
        case .percent: 4
        case .count, .people: 0
        }
    }

    /// Plain decimal text of one of the KPI's figures; a rate is a fraction of one.
    package func text(of figure: Figure) -> String { figure.text(digits: digits) }
}
