import CommonModels
import JourneyDomain
import Testing

@Suite("Entering a journey")
struct EntryDecisionTests {
    private let published = Instant(secondsSince1970: 1_000_000)

    private func entry(_ rule: ReentryRule) throws -> EntryStep {
        EntryStep(trigger: .event(EventPattern(name: "Cart Abandoned")), reentry: rule, next: try #require(NodeID("next")))
    }

    private func judge(_ rule: ReentryRule, happened: Duration = .zero, received: Duration, earlier: EarlierRun? = nil) throws
        -> EntryDecision
    {
        EntryDecision.judge(
            try entry(rule), happened: published + happened, received: published + received, published: published, earlier: earlier)
    }

    @Test("takes news received after publishing, late by a day at most")
    func history() throws {
        #expect(try judge(.once, received: .zero - .seconds(1)) == .beforePublish)
        #expect(try judge(.once, happened: .zero - .hours(23), received: .minutes(1)) == .enter)
        #expect(try judge(.once, happened: .zero - .days(300), received: .minutes(1)) == .tooLate)
    }

    @Test("happens once when the rule says once")
    func once() throws {
        let earlier = EarlierRun(enteredAt: published, isInside: false)
        #expect(try judge(.once, happened: .days(30), received: .days(30), earlier: earlier) == .onceOnly)
    }

    @Test("never happens while the person is inside", arguments: [ReentryRule.once, .afterExit])
    func inside(rule: ReentryRule) throws {
        let earlier = EarlierRun(enteredAt: published, isInside: true)
        #expect(try judge(rule, happened: .days(30), received: .days(30), earlier: earlier) == .inside)
    }

    @Test("happens again after exit, or after the span, counted from the last entry")
    func again() throws {
        let earlier = EarlierRun(enteredAt: published, isInside: false)
        let week = try #require(Span("7d"))
        #expect(try judge(.afterExit, happened: .seconds(2), received: .seconds(2), earlier: earlier) == .enter)
        #expect(try judge(.every(week), happened: .days(6), received: .days(6), earlier: earlier) == .tooSoon(until: published + .days(7)))
        #expect(try judge(.every(week), happened: .days(7), received: .days(7), earlier: earlier) == .enter)
    }
}
