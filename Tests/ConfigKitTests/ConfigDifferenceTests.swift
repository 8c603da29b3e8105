import CommonModels
import ConfigKit
import Testing

@Suite("The difference of two documents")
struct ConfigDifferenceTests {
    private func text(_ before: JSONValue, _ after: JSONValue) -> [String] {
        ConfigDifference.between(before, after).map(\.description)
    }

    @Test("is told member by member")
    func members() {
        #expect(
            text(["a": 1, "b": ["c": "x", "d": 2]], ["a": 1, "b": ["c": "y"], "e": true]) == [
                "/b/c: \"x\" → \"y\"", "/b/d: - 2", "/e: + true",
            ])
        #expect(text(["a": [1]], ["a": [1]]).isEmpty)
    }

    @Test("elements are known by their names, wherever they stand")
    func elements() {
        let before: JSONValue = ["policies": [["key": "one", "effect": "deny"], ["key": "two", "effect": "deny"]]]
        let after: JSONValue = [
            "policies": [["key": "new", "effect": "deny"], ["key": "one", "effect": "deny"], ["key": "two", "effect": "allow"]]
        ]
        #expect(text(before, after) == [#"/policies/new: + {"key":"new","effect":"deny"}"#, #"/policies/two/effect: "deny" → "allow""#])
        #expect(text(after, before) == [#"/policies/two/effect: "allow" → "deny""#, #"/policies/new: - {"key":"new","effect":"deny"}"#])
    }

    @Test("another order of the same elements is a difference")
    func order() {
        #expect(text(["x": [["key": "a"], ["key": "b"]]], ["x": [["key": "b"], ["key": "a"]]]) == [#"/x: ["a","b"] → ["b","a"]"#])
        #expect(text(["x": ["a", "b"]], ["x": ["b", "a"]]) == [#"/x: ["a","b"] → ["b","a"]"#])
    }

    @Test("of lists of words, what joined and what left")
    func words() {
        #expect(text(["x": ["a", "b"]], ["x": ["b", "c"]]) == [#"/x: + "c""#, #"/x: - "a""#])
    }
}
