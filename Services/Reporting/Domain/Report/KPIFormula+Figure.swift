extension KPIFormula {
    /// The figure of a quarter.
    /// - Parameters:
    ///   - currency: sums are taken in this currency only; nil takes each measure's main currency.
    ///   - series: the kept measures by ``Measure/id``.
    /// - Returns: nil when there is nothing to divide by.
    package func figure(in quarter: Quarter, currency: String?, series: [String: MeasureSeries]) -> Figure? {
        switch self {
        case .total(let measure):
            let kept = series[measure.id] ?? .empty
            let totals = kept.quarters[quarter] ?? MeasureTotals()
            switch measure.quantity {
            case .events: return Figure(totals.occurrences)
            case .distinct: return Figure(totals.distinct)
            case .property, .lineProduct: return totals.amount(in: currency ?? kept.mainCurrency).map { Figure($0) }
            }
        case .people(let selection, let who):
            let kept = series[Measure(.events, of: selection).id] ?? .empty
            let totals = kept.quarters[quarter] ?? MeasureTotals()
            switch who {
            case .all: return Figure(totals.people)
            case .new: return Figure(totals.newPeople)
            case .retained: return kept.quarters[quarter.previous] == nil ? nil : Figure(totals.retainedPeople)
            case .previous: return kept.quarters[quarter.previous].map { Figure($0.people) }
            }
        case .ratio(let above, let below):
            guard let numerator = above.figure(in: quarter, currency: currency, series: series),
                let denominator = below.figure(in: quarter, currency: currency, series: series)
            else { return nil }
            return numerator.divided(by: denominator)
        }
    }

    /// The days for which the formula has data.
    package func coverage(series: [String: MeasureSeries]) -> Coverage? {
        switch self {
        case .total(let measure): series[measure.id]?.coverage
        case .people(let selection, _): series[Measure(.events, of: selection).id]?.coverage
        case .ratio(_, let below): below.coverage(series: series)
        }
    }

    /// The currency sums are in; empty where none was named, nil when the figure is no money.
    package func mainCurrency(series: [String: MeasureSeries]) -> String? {
        switch self {
        case .total(let measure): measure.hasAmount ? series[measure.id]?.mainCurrency ?? "" : nil
        case .people: nil
        case .ratio(let above, _): above.mainCurrency(series: series)
        }
    }

    /// Whether the figure grows with the days of a quarter, so that a run rate says where it will end.
    package var accumulates: Bool {
        switch self {
        case .total: true
        case .people, .ratio: false
        }
    }
}
