import CommonModels
import ProfileDomain
import Testing

@Suite("Nested traits")
struct TraitTreeTests {
    private func tree(_ value: JSONValue, _ second: Int64) -> TraitTree { TraitTree(value, at: Instant(secondsSince1970: second)) }

    @Test("objects merge member by member, arrays and plain values are replaced")
    func merging() {
        let home = tree(["city": "Seoul", "zip": "04524", "tags": ["a", "b"]], 10)
        let later = home.joined(with: tree(["city": "Busan", "tags": ["c"], "geo": ["lat": 35]], 20))
        #expect(later.value.canonical == #"{"city":"Busan","geo":{"lat":35},"tags":["c"],"zip":"04524"}"#)
        let last = later.joined(with: tree(["geo": ["lng": 129], "zip": .null], 30))
        #expect(last.value.canonical == #"{"city":"Busan","geo":{"lat":35,"lng":129},"tags":["c"]}"#)
        #expect(later.joined(with: tree(["city": "Daegu"], 15)).value == later.value, "what was said before does not come back")
    }

    @Test("a plain value replaces an object up to its time, and an object a plain value")
    func replacing() {
        let text = tree(["city": "Seoul"], 10).joined(with: tree("Busan", 20))
        #expect(text.value == "Busan")
        #expect(text.joined(with: tree(["zip": "1"], 15)).value == "Busan")
        let object = text.joined(with: tree(["zip": "1"], 30))
        #expect(object.value == ["zip": "1"])
        #expect(object.joined(with: tree(["city": "Old"], 12)).value == ["zip": "1"], "older than what the text replaced")
        #expect(object.joined(with: tree(["city": "New"], 25)).value["city"] == "New")
        #expect(object.joined(with: tree(.null, 40)).value == .null)
    }

    @Test("statements end in the same value in whatever order they arrive", arguments: Array(1...40) as [UInt64])
    func order(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let statements = (0..<12).map { Self.statement(&random, at: Int64($0 * 3 + 1)) }
        let expected = Self.joined(statements)
        for _ in 0..<6 {
            let shuffled = statements.shuffled(using: &random)
            let found = Self.joined(shuffled)
            #expect(found.value.canonical == expected.value.canonical, "seed \(seed): \(shuffled.map(\.value.canonical))")
            let half = shuffled.count / 2
            let parts = Self.joined(Array(shuffled[..<half])).joined(with: Self.joined(Array(shuffled[half...])))
            #expect(parts.value.canonical == expected.value.canonical, "seed \(seed), in two halves")
        }
    }

    @Test("a tree is put together again from its value and its ages", arguments: Array(1...20) as [UInt64])
    func stored(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let tree = Self.joined((0..<8).map { Self.statement(&random, at: Int64($0)) })
        let again = try #require(TraitTree(value: tree.value, ages: tree.ages))
        #expect(again.value.canonical == tree.value.canonical && again.ages.canonical == tree.ages.canonical)
        let more = Self.statement(&random, at: 4)
        #expect(again.joined(with: more).value.canonical == tree.joined(with: more).value.canonical)
    }

    private static func joined(_ trees: [TraitTree]) -> TraitTree { trees.dropFirst().reduce(trees[0]) { $0.joined(with: $1) } }

    private static func statement(_ random: inout SeededRandom, at second: Int64) -> TraitTree {
        TraitTree(value(&random, depth: 0), at: Instant(secondsSince1970: second))
    }

    private static func value(_ random: inout SeededRandom, depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth < 3 ? 8 : 3), using: &random) {
        case 0: return .null
        case 1: return .integer(Int64.random(in: 0..<99, using: &random))
        case 2: return ["x", "y"]
        default:
            var members: JSONObject = [:]
            for name in ["a", "b", "c"] where Bool.random(using: &random) { members[name] = value(&random, depth: depth + 1) }
            return .object(members)
        }
    }
}
