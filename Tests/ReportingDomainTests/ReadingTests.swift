import CommonModels
import Testing

@testable import ReportingDomain

@Suite("KPI readings")
struct ReadingTests {
    private let calendar = FiscalCalendar.utc

    private func day(_ text: String) throws -> Day { try #require(Day(iso: text)) }
    private func quarter(_ label: String) throws -> Quarter { try #require(Quarter(label)) }

    private func orders(direction: KPIDefinition.Direction = .up) throws -> (KPIDefinition, Measure) {
        let measure = Measure(.events, of: EventSelection(events: ["Order Completed"]))
        let definition = KPIDefinition(
            key: "n", name: LocalizedName(ko: "n", en: "n"), unit: .count, direction: direction, formula: .total(measure))
        return (definition, measure)
    }

    private func series(_ counts: [String: Int], first: String, last: String) throws -> MeasureSeries {
        var quarters: [Quarter: MeasureTotals] = [:]
        for (label, count) in counts {
            var totals = MeasureTotals()
            totals.occurrences = count
            quarters[try quarter(label)] = totals
        }
        return MeasureSeries(quarters: quarters, coverage: Coverage(first: try day(first), last: try day(last)))
    }

    @Test("in a running quarter the run rate decides the status, and growth says that the quarter is not full")
    func running() throws {
        let (definition, measure) = try orders()
        let kept = [measure.id: try series(["2026Q3": 100, "2026Q4": 60], first: "2025-01-01", last: "2026-11-15")]
        let reading = KPIReading(
            definition, in: try quarter("2026Q4"), series: kept, target: Figure(115), calendar: calendar, today: try day("2026-11-15"))
        #expect(reading.extent == .inProgress)
        #expect(reading.forecast?.method == .runRate)
        #expect(reading.forecast?.figure == Figure(60 * 92, over: 46))
        #expect(reading.status == .onTrack)
        #expect(reading.quarterOnQuarter?.acrossPartial == true)
        #expect(reading.quarterOnQuarter?.difference == -40)
    }

    @Test("growth between two full quarters is not marked")
    func fullQuarters() throws {
        let (definition, measure) = try orders()
        let kept = [measure.id: try series(["2026Q1": 80, "2026Q2": 100], first: "2025-12-30", last: "2026-08-15")]
        let reading = KPIReading(
            definition, in: try quarter("2026Q2"), series: kept, target: nil, calendar: calendar, today: try day("2026-08-15"))
        #expect(reading.quarterOnQuarter?.acrossPartial == false)
        #expect(reading.quarterOnQuarter?.change == 0.25)
        #expect(reading.status == .noTarget)
        #expect(reading.yearOnYear == nil)
    }

    @Test(
        "a figure that should be low is off past its limit, near just past it",
        arguments: [(90, KPIStatus.achieved), (104, .near), (106, .off)])
    func low(count: Int, expected: KPIStatus) {
        #expect(KPIStatus(figure: Figure(count), forecast: nil, target: Figure(100), direction: .down) == expected)
    }

    @Test("a figure that should be high", arguments: [(100, KPIStatus.achieved), (96, .near), (94, .off)])
    func high(count: Int, expected: KPIStatus) {
        #expect(KPIStatus(figure: Figure(count), forecast: nil, target: Figure(100), direction: .up) == expected)
    }

    @Test("averages are divided exactly and rounded half away from zero once")
    func rounding() throws {
        #expect(Figure(89_114_079_040, over: 18_532 * 10_000)?.text(digits: 4) == "480.8660")
        #expect(Figure(5, over: 1_000)?.text(digits: 2) == "0.01")
        #expect(Figure(-5, over: 1_000)?.text(digits: 2) == "-0.01")
        #expect(Figure(4_999, over: 1_000_000)?.text(digits: 2) == "0.00")
        #expect(Figure(527, over: 885)?.text(digits: 2, percent: true) == "59.55")
        #expect(Figure(1, over: 0) == nil)
    }
}
