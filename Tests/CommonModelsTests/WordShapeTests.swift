import CommonModels
import Testing

struct WordShapeTests {
    @Test(arguments: ["a", "household", "b2b-shop", "a_1", String(repeating: "k", count: 40)])
    func kindsOfGroups(text: String) {
        #expect(WordShape.groupKind.holds(text))
    }

    @Test(arguments: [
        "", "-a", "_a", "1a", "Household", "a.b", "a b", "가구", "a\u{301}", "@", "[", "a'--", "a\u{0}", String(repeating: "k", count: 41),
    ])
    func noKindsOfGroups(text: String) {
        #expect(!WordShape.groupKind.holds(text))
    }

    @Test func capitalsAndMarksOnlyWhereTheShapeHasThem() {
        #expect(WordShape.namespace.holds("Loyalty.id-2_x"))
        #expect(!WordShape.namespace.holds("2loyalty"))
        #expect(!WordShape.namespace.holds("id' OR 1=1"))
        #expect(WordShape.source.holds("1.web"))
        #expect(WordShape.source.holds("-"))
        #expect(!WordShape.source.holds("web shop"))
        #expect(WordShape(upTo: 3, opening: .letterOrDigit).holds("7up"))
        #expect(!WordShape(upTo: 3, opening: .letterOrDigit, marks: "-").holds("-up"))
    }

    @Test func everyByteIsJudgedAsWritten() {
        let shape = WordShape(upTo: 2, opening: .any, capitals: true, marks: "-_.")
        let allowed = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.".unicodeScalars)
        for scalar in (0..<256).compactMap(Unicode.Scalar.init) {
            #expect(shape.holds(String(scalar)) == allowed.contains(scalar), "\(scalar.value)")
        }
    }
}
