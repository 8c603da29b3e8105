import CommonModels
import Testing

@testable import ProfileDomain

@Suite("A tracking plan")
struct TrackingPlanTests {
    private func entry(_ kind: PlanRule.Kind, _ name: String, _ mode: PlanMode, _ schema: JSONValue) throws -> PlanEntry {
        PlanEntry(rule: try PlanRule(kind, name), mode: mode, schema: try JSONSchema(schema))
    }

    private func call(_ type: CustomerEventType, _ name: String? = nil) -> IncomingCall {
        var call = IncomingCall(type: type)
        call.name = name
        return call
    }

    private func plan(_ entries: [PlanEntry], unplanned: PlanMode? = nil) -> TrackingPlan {
        TrackingPlan(revision: 1, settings: PlanSettings(unplanned: unplanned, quarantineDays: 90), entries: entries)
    }

    @Test("without entries nothing is looked at")
    func empty() {
        #expect(TrackingPlan.empty.isEmpty && plan([]).isEmpty && !plan([], unplanned: .observe).isEmpty)
        #expect(plan([]).interest(in: call(.track, "a"), isOwn: false) == nil)
    }

    @Test("speaks of events by name, of pages by name or all of them, of nothing else")
    func names() throws {
        let plan = plan([
            try entry(.track, "Buy", .block, true), try entry(.page, "*", .observe, true), try entry(.page, "Home", .block, false),
        ])
        func rule(_ call: IncomingCall) -> String? {
            guard case .properties(let entry) = plan.interest(in: call, isOwn: false) else { return nil }
            return entry.rule.text
        }
        #expect(rule(call(.track, "Buy")) == "track:Buy" && rule(call(.track, "buy")) == nil)
        #expect(rule(call(.page, "Home")) == "page:Home" && rule(call(.page, "Cart")) == "page:*" && rule(call(.page)) == "page:*")
        #expect(rule(call(.screen, "Home")) == nil && rule(call(.alias)) == nil && rule(call(.identify)) == nil)
    }

    @Test("the strictest of what an event breaks decides, and completeness counts what the plan names")
    func traits() throws {
        let plan = plan([
            try entry(.identify, "*", .observe, ["required": ["email"], "properties": ["email": true, "name": true]]),
            try entry(.trait, "age", .quarantine, ["type": "integer"]), try entry(.trait, "tier", .block, ["enum": ["gold"]]),
        ])
        let interest = try #require(plan.interest(in: call(.identify), isOwn: false))
        let broken = interest.judgement(of: ["age": "41", "name": "Kim", "tier": "tin"], isOwn: false)
        #expect(broken.action == .block && broken.reason?.rule == "trait:tier")
        #expect(broken.faults.map(\.fault.pointer) == ["/traits", "/traits/age", "/traits/tier"])
        #expect(broken.known == 2 && broken.present == 1)
        #expect(interest.judgement(of: ["age": .null, "email": "a", "tier": "gold"], isOwn: false).action == nil, "null takes back")
        #expect(interest.judgement(of: ["tier": "tin", "email": "a"], isOwn: true).action == .observe, "our own are never held back")
    }

    @Test("unplanned events are those of others, and never a consent")
    func unplanned() throws {
        let plan = plan([try entry(.track, "Buy", .observe, true)], unplanned: .block)
        func mode(_ name: String, isOwn: Bool = false) -> PlanMode? {
            plan.interest(in: call(.track, name), isOwn: isOwn)?.judgement(of: [:], isOwn: isOwn).action
        }
        #expect(mode("Sell") == .block && mode("Buy") == nil && mode("Message Sent", isOwn: true) == nil)
        #expect(mode(ConsentRecord.eventName) == nil)
    }

    @Test("an entry reads back what it writes")
    func documents() throws {
        let document: JSONValue = [
            "kind": "track", "name": "Order Completed", "mode": "quarantine", "description": "주문", "schema": ["type": "object"],
        ]
        let entry = try PlanEntry(json: document)
        #expect(entry.json == document)
        #expect(try PlanEntry(json: entry.json) == entry)
        let named = try PlanEntry(json: ["mode": "observe", "schema": true], rule: try PlanRule(.trait, "age"))
        #expect(named.rule.text == "trait:age")
        #expect(PlanRule(text: named.rule.text) == named.rule && PlanRule(text: "nonsense") == nil)
    }

    @Test(
        "what an entry cannot be is said where it stands",
        arguments: [
            (["kind": "event", "name": "a", "mode": "observe", "schema": true], ["/kind"]),
            (["kind": "track", "name": "*", "mode": "observe", "schema": true], ["/name"]),
            (["kind": "identify", "name": "a", "mode": "observe", "schema": true], ["/name"]),
            (["kind": "track", "name": "Consent Updated", "mode": "observe", "schema": true], ["/name"]),
            (["kind": "track", "name": "", "mode": "watch", "schema": ["typ": 1], "note": 1], ["/name", "/mode", "/note", "/schema/typ"]),
            (["kind": "track", "name": "a", "mode": "block"], ["/schema"]), ([], [""]),
        ] as [(JSONValue, [String])])
    func refused(document: JSONValue, pointers: [String]) throws {
        let fault = #expect(throws: DocumentFaults.self) { try PlanEntry(json: document) }
        #expect(fault?.faults.map(\.pointer) == pointers)
    }

    @Test("settings read back what they write, and are checked")
    func settings() throws {
        #expect(try PlanSettings(json: [:]) == .standard)
        let settings = PlanSettings(unplanned: .quarantine, quarantineDays: 7)
        #expect(try PlanSettings(json: settings.json) == settings)
        #expect(try PlanSettings(json: PlanSettings.standard.json) == .standard)
        let bad: JSONValue = ["unplanned": "drop", "quarantineDays": 366, "x": 1]
        let fault = #expect(throws: DocumentFaults.self) { try PlanSettings(json: bad) }
        #expect(fault?.faults.map(\.pointer) == ["/unplanned", "/quarantineDays", "/x"])
    }
}
