import CommonModels
import DemoData
import Testing

@Suite("Demo year")
struct DemoYearTests {
    private static let now = Instant(secondsSince1970: 1_795_340_000)

    @Test("the same seed gives the same events at any hour of a day and another seed others")
    func reproducible() {
        let first = DemoYear(seed: 1, people: 200, now: Self.now)
        let again = DemoYear(seed: 1, people: 200, now: Instant(secondsSince1970: Self.now.utcDay * 86_400) + .hours(23))
        let other = DemoYear(seed: 2, people: 200, now: Self.now)
        #expect(first.events.map(\.json) == again.events.map(\.json))
        #expect(first.events.map(\.json) != other.events.map(\.json))
    }

    @Test("the truths are those of the orders that were written")
    func truths() {
        let year = DemoYear(seed: 3, people: 1_000, now: Self.now)
        let orders = year.events.filter { $0.name == "Order Completed" }
        for quarter in year.truths.quarters {
            let inside = orders.filter { year.calendar.quarter(of: $0.time)?.name == quarter.quarter }
            #expect(inside.count == quarter.orders)
            #expect(inside.reduce(0) { $0 + ($1.properties["revenue"]?.intValue ?? 0) } == quarter.revenue)
            #expect(Set(inside.compactMap(\.userId)).count == quarter.buyers)
        }
        #expect(
            orders.allSatisfy { order in
                let lines = order.properties["products"]?.arrayValue ?? []
                let sum = lines.reduce(Int64(0)) { $0 + ($1["price"]?.intValue ?? 0) * ($1["quantity"]?.intValue ?? 0) }
                return sum == order.properties["revenue"]?.intValue
            })
    }

    @Test("nothing happens after the end and every message has its own id")
    func boundaries() {
        let year = DemoYear(seed: 4, people: 1_000, now: Self.now)
        #expect(year.events.allSatisfy { year.calendar.start <= $0.time && $0.time < year.calendar.end })
        #expect(Set(year.events.map(\.messageId)).count == year.events.count)
        #expect(year.calendar.quarters.map(\.name) == ["2025Q4", "2026Q1", "2026Q2", "2026Q3", "2026Q4"])
    }

    @Test("the planted uplift shows in the arms")
    func uplift() {
        let truths = DemoYear(seed: 5, people: 6_000, now: Self.now).truths
        #expect(truths.treated.revenuePerPerson > truths.holdout.revenuePerPerson)
        #expect(truths.holdout.people > 400 && truths.holdout.people < 650)
    }
}
