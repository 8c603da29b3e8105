import CommonModels
import Testing

@testable import ReportingDomain

@Suite("Measures")
struct MeasureTests {
    private func event(_ properties: JSONObject, name: String = "Order Completed", known: Bool = true) -> FactEvent {
        FactEvent(id: "e", profileID: nil, name: name, time: .epoch, isKnownCustomer: known, properties: properties)
    }

    private func formula(_ key: String) throws -> KPIFormula {
        try #require(try ReadyMadeKPIs.definitions().first { $0.key == key }).formula
    }

    private func revenue() throws -> Measure { try #require(try formula("revenue").measures.first) }

    @Test("revenue adds quantity times price of the lines above zero, exactly")
    func revenueOfLines() throws {
        let order = event([
            "currency": "GBP",
            "products": [
                ["quantity": 6, "price": 2.55], ["quantity": 3, "price": "0.001"], ["quantity": -4, "price": 9.99],
                ["quantity": 5, "price": 0],
                ["quantity": 1, "price": 0.1], ["quantity": 2, "price": 0.1],
            ],
        ])
        #expect(try revenue().contribution(of: order)?.amount == DecimalAmount(units: 156_030))
    }

    @Test("an order without a counting line, of an unknown customer, or of another name adds nothing")
    func refused() throws {
        let dirty: JSONObject = ["products": [["quantity": -1, "price": 5]]]
        let clean: JSONObject = ["order_id": "1", "products": [["quantity": 1, "price": 5]]]
        let orders = try #require(try formula("orders").measures.first)
        for measure in [try revenue(), orders] {
            #expect(measure.contribution(of: event(dirty)) == nil)
            #expect(measure.contribution(of: event(clean, known: false)) == nil)
            #expect(measure.contribution(of: event(clean, name: "Order Refunded")) == nil)
            #expect(measure.contribution(of: event(clean)) != nil)
        }
    }

    @Test("an order without lines counts its revenue property")
    func withoutLines() throws {
        #expect(try revenue().contribution(of: event(["revenue": 12_900]))?.amount == DecimalAmount(units: 129_000_000))
    }

    @Test("a refund counts its refunded amount, or its revenue where that is all it says")
    func refund() throws {
        let refunds = try #require(try formula("refunds").measures.first)
        #expect(
            refunds.contribution(of: event(["refunded": 3, "revenue": 0], name: "Order Refunded"))?.amount == DecimalAmount(units: 30_000))
        #expect(refunds.contribution(of: event(["revenue": 4], name: "Order Refunded"))?.amount == DecimalAmount(units: 40_000))
        #expect(refunds.contribution(of: event([:], name: "Order Refunded")) == nil)
    }

    @Test("orders are told apart by order_id")
    func distinctKey() throws {
        let orders = try #require(try formula("orders").measures.first)
        #expect(orders.contribution(of: event(["order_id": "A1"]))?.key == "A1")
        #expect(orders.contribution(of: event(["order_id": 7]))?.key == "7")
        #expect(orders.contribution(of: event([:])) == nil)
    }

    @Test("a measure keeps its id through its document, and another rule is another measure")
    func identity() throws {
        var ids: Set<String> = []
        for definition in try ReadyMadeKPIs.definitions() {
            for measure in definition.formula.measures {
                #expect(try Measure(json: try JSONValue(parsing: measure.json.serialized)).id == measure.id)
                ids.insert(measure.id)
            }
        }
        let changed = Measure(.events, of: EventSelection(events: ["Order Completed"], knownCustomerOnly: false))
        #expect(!ids.contains(changed.id))
    }

    @Test(
        "sums of decimal texts and doubles are exact to a ten-thousandth",
        arguments: [
            ("2.55", 25_500), ("-0.0001", -1), ("0.00005", 1), ("38970", 389_700_000), ("1.23456", 12_346), ("+4.", 40_000),
        ])
    func decimals(text: String, units: Int64) throws {
        #expect(DecimalAmount(parsing: text.utf8)?.units == units)
        if let double = Double(text) { #expect(DecimalAmount(double)?.units == units) }
    }

    @Test("what is no decimal is refused", arguments: ["", "-", "1e3", "1,5", "1.2.3", "12a", "99999999999999999999"])
    func noDecimal(text: String) {
        #expect(DecimalAmount(parsing: text.utf8) == nil)
    }

    @Test("every filter decides on the property it names")
    func filters() {
        let object: JSONObject = ["n": 5, "t": "x", "s": "5.0", "z": .null]
        func accepts(_ property: String, _ test: PropertyFilter.Test) -> Bool {
            PropertyFilter(property: property, test: test).accepts(object)
        }
        #expect(accepts("n", .is(5)) && accepts("s", .is(5)) && !accepts("t", .is(5)) && !accepts("q", .is(5)))
        #expect(accepts("t", .isNot("y")) && accepts("q", .isNot("y")) && !accepts("t", .isNot("x")))
        #expect(accepts("t", .oneOf(["w", "x"])) && !accepts("t", .oneOf(["w"])))
        let five = DecimalAmount(units: 50_000)
        #expect(!accepts("n", .above(five)) && accepts("n", .atLeast(five)) && !accepts("n", .below(five)) && accepts("n", .atMost(five)))
        #expect(!accepts("t", .above(.zero)) && !accepts("q", .atMost(five)))
        #expect(accepts("n", .exists(true)) && accepts("z", .exists(false)) && accepts("q", .exists(false)) && !accepts("q", .exists(true)))
    }
}
