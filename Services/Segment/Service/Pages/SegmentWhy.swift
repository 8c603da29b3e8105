import CommonModels
import ConsoleKit
import RuleKit

/// Why a person is in or out, on a page.
struct SegmentWhy {
    let explanation: MembershipStore.Explanation
    let names: RuleNames

    func markup(_ screen: ConsoleScreen) -> Markup {
        guard explanation.isKnown else { return .notice(screen("segment.why.unknown"), .warn) }
        let isIn = explanation.outcome.matches
        let verdict =
            explanation.membership.map { screen("segment.why.in", ["at": screen.format.dateTime($0.enteredAt)]) }
            ?? screen(isIn ? "segment.why.matches" : "segment.why.out")
        let sentences = explanation.outcome.trace.masked(screen.fields.masks).sentences(in: screen.locale, names: names)
        let items = sentences.map { "<li>\($0)</li>" as Markup }
        let next: Markup =
            explanation.nextChange.map { .why(screen("segment.why.next", ["at": screen.format.dateTime($0)])) }
            ?? .why(screen("segment.why.never"))
        return "\(Markup.notice(verdict, isIn ? .good : .plain))<ul>\(items)</ul>\(next)"
    }
}
