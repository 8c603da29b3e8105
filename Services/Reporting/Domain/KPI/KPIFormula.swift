/// How a KPI's figure for a quarter is made from measures.
package indirect enum KPIFormula: Hashable, Sendable {
    case total(Measure)
    case people(EventSelection, Who)
    case ratio(KPIFormula, KPIFormula)

    /// Which of the people who did the selected events in the quarter.
    package enum Who: String, Hashable, Sendable, CaseIterable {
        case all
        /// Not in any earlier quarter.
        case new
        /// In the quarter before, too.
        case retained
        /// The people of the quarter before: what a retention rate is divided by.
        case previous
    }

    package static let depthMax = 4

    /// Every measure that has to be kept for this formula.
    package var measures: Set<Measure> {
        switch self {
        case .total(let measure): [measure]
        case .people(let selection, _): [Measure(.events, of: selection)]
        case .ratio(let above, let below): above.measures.union(below.measures)
        }
    }

    /// Measures whose data say which days are covered: for a ratio, the denominator's, since the numerator may be rare.
    package var coverageEvents: [String] {
        switch self {
        case .total(let measure): measure.selection.events
        case .people(let selection, _): selection.events
        case .ratio(_, let below): below.coverageEvents
        }
    }
}
