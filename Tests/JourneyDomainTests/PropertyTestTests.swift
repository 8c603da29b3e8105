import CommonModels
import JourneyDomain
import Testing

@Suite("A test on an event's property")
struct PropertyTestTests {
    private func test(_ comparison: PropertyTest.Comparison, _ properties: JSONObject, property: String = "cart.total") -> Bool {
        PropertyTest(property: property, comparison: comparison).matches(properties)
    }

    @Test(
        "takes a null for something that is not there, at any depth",
        arguments: [["cart": ["total": nil]], ["cart": nil], [:]] as [JSONObject])
    func absent(properties: JSONObject) {
        #expect(test(.exists(false), properties))
        #expect(!test(.exists(true), properties))
        #expect(!test(.equals(nil), properties))
        #expect(test(.isNot(5), properties))
        #expect(!test(.isOneOf([nil, 5]), properties))
    }

    @Test("compares numbers by value")
    func numbers() {
        #expect(test(.equals(5), ["cart": ["total": 5.0]]) && test(.atLeast(5), ["cart": ["total": "5"]]))
        #expect(!test(.atMost(4), ["cart": ["total": 5]]))
    }
}
