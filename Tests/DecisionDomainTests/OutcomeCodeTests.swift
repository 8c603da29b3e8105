import DecisionDomain
import Testing

@Suite("Outcome code")
struct OutcomeCodeTests {
    @Test("every outcome survives the compact form, and trailing outranked ones cost nothing")
    func roundTrip() {
        let outcomes: [CandidateOutcome] = [
            .outsideFlight, .notInArm, .consentMissing, .ruleNotMet, .unknownPerson, .capped(0), .capped(200), .outranked, .chosen,
            .outranked,
            .outranked,
        ]
        let bytes = OutcomeCode.encode(outcomes)
        #expect(bytes.count == 11)
        #expect(OutcomeCode.decode(bytes, count: outcomes.count) == outcomes)
    }

    @Test("foreign bytes are refused", arguments: [[UInt8(1)], [UInt8(ascii: "c")], Array("rrr".utf8)])
    func refusal(bytes: [UInt8]) {
        #expect(OutcomeCode.decode(bytes, count: 2) == nil)
    }
}
