import CommonModels
import DecisionDomain
import Testing

@Suite("Offer document")
struct OfferDocumentTests {
    private let id = CatalogueFixture.offerID(1)

    @Test("a full offer is written as it was read")
    func roundTrip() throws {
        let text = """
            {"key":"spring","name":{"ko":"봄","en":"Spring"},"value":{"amount":"12000","currency":"KRW"},"cost":{"amount":"900","currency":"KRW"},
            "categories":["coupon"],"flight":{"starts":"2026-03-01T00:00:00Z","ends":"2026-06-01T00:00:00Z"},"priority":50,
            "content":{"app":{"item":"spring-card"},"home":{"inline":{"title":"봄맞이"}}},"eligibility":{"trait":"country","is":"KR"},
            "consent":{"purpose":"marketing","channel":"email"},
            "caps":[{"key":"daily","per":"profile","counts":"impression","limit":3,"window":{"calendar":"day","timeZone":"Asia/Seoul"}},
            {"key":"stock","per":"total","counts":"decision","limit":1000,"window":"lifetime"},
            {"key":"weekly","per":"profile","counts":"click","limit":2,"window":{"rolling":"7d"}}],"status":"live"}
            """
        let json = try JSONValue(parsing: text)
        #expect(try Offer(id: id, json: json).json == json)
    }

    @Test("every mistake is told at its pointer, all at once")
    func problems() throws {
        let json = try JSONValue(
            parsing: """
                {"key":"Nope!","name":{"fr":"x"},"value":{"amount":"1","currency":"KRW"},"cost":{"amount":"1","currency":"USD"},"priority":1001,
                "flight":{"starts":"2026-01-02T00:00:00Z","ends":"2026-01-01T00:00:00Z"},"content":{"home":{}},"eligibility":{"trait":5},
                "consent":{"purpose":"!","channel":"pigeon"},"caps":[{"key":"c","limit":0,"window":{"rolling":"1s"}}],"status":"gone","extra":1}
                """)
        let error = #expect(throws: DocumentProblems.self) { try Offer(id: id, json: json) }
        let pointers = Set(error?.problems.map(\.pointer) ?? [])
        for expected in [
            "/key", "/name/fr", "/cost", "/priority", "/flight/ends", "/content/home", "/consent/purpose", "/consent/channel",
            "/caps/0/limit",
            "/caps/0/window/rolling", "/status", "/extra",
        ] {
            #expect(pointers.contains(expected), "\(expected)")
        }
        #expect(pointers.contains { $0.hasPrefix("/eligibility") })
    }

    @Test("something that is no object is refused as a whole")
    func notAnObject() {
        let error = #expect(throws: DocumentProblems.self) { try Offer(id: id, json: [1, 2]) }
        #expect(error?.problems.first == FieldProblem(pointer: "", detail: "must be an object"))
    }
}
