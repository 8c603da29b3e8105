package import CommonModels

/// Everything a quarter's report says. Page, JSON and CSV are written from this one value.
package struct QuarterReport: Hashable, Sendable {
    package let quarter: Quarter
    package let days: ClosedRange<Day>
    package let madeAt: Instant
    /// Last day with data of the KPI that covers most; nil without data.
    package let dataThrough: Day?
    package let readings: [KPIReading]
    package let effect: EffectReading?
    /// Nobody is held out, by configuration: new effects cannot be measured.
    package let isHoldoutOff: Bool
    package let budget: BudgetSummary?

    package init(
        quarter: Quarter, days: ClosedRange<Day>, madeAt: Instant, readings: [KPIReading], effect: EffectReading?,
        isHoldoutOff: Bool = false, budget: BudgetSummary?
    ) {
        self.quarter = quarter
        self.days = days
        self.madeAt = madeAt
        self.readings = readings
        self.effect = effect
        self.isHoldoutOff = isHoldoutOff
        self.budget = budget
        dataThrough = readings.compactMap(\.covered?.upperBound).max()
    }

    /// How much of the quarter is covered: that of the first KPI that has data.
    package var extent: Coverage.Extent { readings.first { $0.extent != .none }?.extent ?? .none }

    package var withTarget: [KPIReading] { readings.filter { $0.target != nil } }
    package var onTrack: [KPIReading] { withTarget.filter(\.status.isGood) }
    package var offTrack: [KPIReading] { withTarget.filter { $0.status == .off } }
}
