import CommonModels
import ProfileDomain
import Testing

@Suite("Computed traits")
struct ComputedTraitTests {
    private func trait(_ members: JSONObject, key: String = "t") throws -> ComputedTrait {
        var document: JSONObject = ["name": ["ko": "가", "en": "A"], "events": ["Order Completed"], "aggregate": "count"]
        for (name, value) in members { document[name] = value }
        return try ComputedTrait(json: .object(document), key: try #require(ComputedTraitKey(key)))
    }

    private func pointers(_ members: JSONObject) -> [String] {
        do {
            _ = try trait(members)
            return []
        } catch let faults as DocumentFaults { return faults.faults.map(\.pointer) } catch { return ["\(error)"] }
    }

    @Test("a document says everything that is wrong with it, each with a pointer")
    func faults() {
        #expect(pointers(["events": [], "aggregate": "median", "colour": 1]) == ["/colour", "/events", "/aggregate"])
        #expect(pointers(["aggregate": "sum"]) == ["/properties"])
        #expect(pointers(["properties": ["revenue"]]) == ["/properties"])
        #expect(pointers(["window": "3 days"]) == ["/window"])
        #expect(pointers(["window": "10s"]) == ["/window"])
        #expect(pointers(["where": [["property": "channel", "likes": "app"]]]).contains("/where/0/likes"))
        #expect(
            pointers(["aggregate": "sum", "properties": ["revenue"], "minus": ["events": ["Order Refunded"]]]) == ["/minus/properties"])
        #expect(pointers(["aggregate": "max", "properties": ["x"], "minus": ["events": ["R"], "properties": ["x"]]]) == ["/minus"])
        #expect(pointers(["unit": ["currency": "won"]]) == ["/unit"])
        #expect(pointers(["unit": ["currency": "KRW"]]) == ["/unit"], "a count is no money")
        #expect(pointers(["name": ["ko": "가"]]) == ["/name"])
        #expect(pointers(["key": "other"]) == ["/key"])
    }

    @Test("a document is written as it was read")
    func roundTrip() throws {
        let full = try trait([
            "aggregate": "sum", "properties": ["revenue", "total"], "where": [["property": "channel", "in": ["app", "web"]]],
            "window": "30d", "minus": ["events": ["Order Refunded"], "properties": ["total"]], "unit": ["currency": "KRW"],
            "isActive": false,
        ])
        #expect(try ComputedTrait(json: full.json, key: full.key) == full)
        let small = try trait([:])
        #expect(try ComputedTrait(json: small.json, key: small.key) == small && small.json.objectValue?.count == 4)
    }

    @Test(
        "keys are names that rules and templates can write",
        arguments: ["", "1st", "order-count", "a b", String(repeating: "a", count: 61)])
    func keys(text: String) { #expect(ComputedTraitKey(text) == nil) }

    @Test("a state is written as it was read, and goes on the same", arguments: ComputedTrait.Aggregate.allCases)
    func state(aggregate: ComputedTrait.Aggregate) throws {
        let trait = try trait(
            aggregate.needsProperty
                ? ["aggregate": .string(aggregate.rawValue), "properties": ["v"]] : ["aggregate": .string(aggregate.rawValue)])
        let now = Instant(secondsSince1970: 1_000_000)
        var state = ComputedState()
        for (second, value) in [5, 3, 3, 8].enumerated() {
            state.add("Order Completed", at: Instant(secondsSince1970: Int64(second)), ["v": .integer(Int64(value))], of: trait, now: now)
        }
        var again = try JSONReader.read(text(of: state)) { reader throws(JSONParseError) in try ComputedState(from: &reader) }
        #expect(again == state && again.value(of: trait, at: now) != nil)
        state.add("Order Completed", at: .epoch, ["v": 9], of: trait, now: now)
        again.add("Order Completed", at: .epoch, ["v": 9], of: trait, now: now)
        #expect(again.value(of: trait, at: now) == state.value(of: trait, at: now))
    }

    private func text(of state: ComputedState) -> String {
        var bytes: [UInt8] = []
        state.write(into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("amounts add up exactly, whatever their order")
    func exact() throws {
        let trait = try trait(["aggregate": "sum", "properties": ["v"]])
        var state = ComputedState()
        for _ in 0..<10 { state.add("Order Completed", at: .epoch, ["v": 0.1], of: trait, now: .epoch) }
        #expect(state.value(of: trait, at: .epoch) == 1)
        state.add("Order Completed", at: .epoch, ["v": "2.25"], of: trait, now: .epoch)
        state.add("Order Completed", at: .epoch, ["v": "much"], of: trait, now: .epoch)
        #expect(state.value(of: trait, at: .epoch) == 3.25)
    }

    @Test("more different values than can be told apart leave no most frequent one, and the count stops")
    func saturation() throws {
        let frequent = try trait(["aggregate": "mostFrequent", "properties": ["sku"]])
        let distinct = try trait(["aggregate": "distinctCount", "properties": ["sku"]])
        var (left, right) = (ComputedState(), ComputedState())
        for number in 0...ComputedState.valuesMax {
            let properties: JSONObject = ["sku": .string("p\(number)")]
            left.add("Order Completed", at: .epoch, properties, of: frequent, now: .epoch)
            right.add("Order Completed", at: .epoch, properties, of: distinct, now: .epoch)
        }
        #expect(left.value(of: frequent, at: .epoch) == nil)
        #expect(right.value(of: distinct, at: .epoch) == .integer(Int64(ComputedState.valuesMax)))
        #expect(text(of: left).utf8.count < 100)
    }

    @Test("a guess is as sure as its evidence is much and of one mind")
    func estimates() {
        var estimate = Estimate()
        #expect(estimate.guess == nil)
        estimate.add("Asia/Seoul")
        #expect(estimate.guess?.confidence == 0.33)
        for _ in 0..<9 { estimate.add("Asia/Seoul") }
        #expect(estimate.guess?.value == "Asia/Seoul" && estimate.guess?.confidence == 0.83)
        for _ in 0..<10 { estimate.add("Asia/Tokyo") }
        #expect(estimate.guess?.confidence == 0.45)
        for number in 0..<40 { estimate.add("Zone/\(number)", weight: 0.5) }
        #expect(estimate.weights.count == Estimate.valuesMax && estimate.guess?.value == "Asia/Seoul")
    }
}
