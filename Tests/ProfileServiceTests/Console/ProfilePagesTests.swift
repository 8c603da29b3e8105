import CommonModels
import HTTPTypes
import HummingbirdTesting
import ProfileService
import ServiceKit
import TestFixtures
import Testing

@Suite("Profile's pages")
struct ProfilePagesTests {
    /// One known customer with an order, a consent and a hold, sent as an SDK would.
    private func seed(_ installation: TestInstallation) async throws {
        let at = installation.time.clock.now().rfc3339
        func track(_ id: String, _ event: String, _ properties: JSONValue) -> JSONValue {
            [
                "type": "track", "messageId": .string(id), "event": .string(event), "userId": "m88213", "timestamp": .string(at),
                "properties": properties,
            ]
        }
        let batch: JSONValue = [
            [
                "type": "identify", "messageId": "m1", "userId": "m88213", "anonymousId": "web-a91", "timestamp": .string(at),
                "traits": ["name": "서지은", "email": "seo.jieun@naver.com", "tier": "<b>골드</b>"],
            ],
            track(
                "m2", "Order Completed",
                ["order_id": "A-20931", "revenue": 68_000, "currency": "KRW", "products": [["name": "보습 크림"], ["name": "립밤"]]]),
            track("m3", "Consent Updated", ["purpose": "marketing", "channel": "email", "status": "granted", "text_version": "2026-03"]),
            track("m4", "Message Held", ["journey_key": "repurchase", "channel": "push", "reason": "consentMissing"]),
            track(
                "m5", "Experiment Viewed", ["experiment_id": .string(GlobalHoldout.key), "variation_id": .string(GlobalHoldout.holdout)]),
        ]
        let answer = try await installation.post("/v1/batch", ["batch": batch], key: installation.keys.write)
        #expect(answer.status == .ok)
    }

    private func address(_ installation: TestInstallation) async throws -> String {
        let found = try await installation.get("/v1/profiles?identity=userId:m88213").json
        let id = try #require(found["items"]?.arrayValue?.first?["id"]?.stringValue)
        return "/ui/profile/customers/\(id)"
    }

    @Test(
        "a customer's page says who, what is known, what is allowed and what happened, in both languages", arguments: TestEngine.available)
    func customer(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { installation in
            try await seed(installation)
            let address = try await address(installation)
            let korean = try await installation.page(address)
            #expect(korean.status == .ok)
            #expect(HTMLInspector(korean.text).faults == [])
            for text in [
                "서지은", "seo.jieun@naver.com", "주문 완료 · ₩68,000 · 보습 크림 외 1", "메시지 보류 · repurchase · 푸시", "사유: 동의 기록이 없음", "계산한 것", "누적 구매액",
                "₩68,000", "1회",
                "전역 홀드아웃", "&lt;b&gt;골드",
            ] {
                #expect(korean.text.contains(text), "\(text)")
            }
            let english = try await installation.page(address, locale: "en")
            #expect(HTMLInspector(english.text).faults == [])
            #expect(english.text.contains("Order completed · ₩68,000") && english.text.contains("Message held back"))
        }
    }

    @Test("what holds unasked, requests about their data and what they forbade are told to those who may see each")
    func rights() async throws {
        try await TestInstallation.of(ProfileService.self) { installation in
            try await seed(installation)
            let country: JSONValue = ["userId": "m88213", "traits": ["country": "KR"]]
            try await installation.post("/v1/identify", country, key: installation.keys.write)
            let address = try await address(installation)
            #expect(try await installation.page(address, locale: "en").text.contains("None so far."))
            let request: JSONValue = [
                "kind": "object", "purposes": ["marketing"], "subject": ["identity": ["namespace": "userId", "value": "m88213"]],
            ]
            let id = try await installation.post("/v1/cases", request).json["id"]?.stringValue ?? ""
            try await installation.post("/v1/cases/\(id)/identity-check", ["method": "signedIn"])
            #expect(
                try await !installation.page(address, locale: "en").text.contains("objects to marketing"), "not before it is carried out")
            try await installation.post("/v1/cases/\(id)/run", [:])
            let officer = try await installation.page(address, as: [.privacyOfficer], locale: "en").text
            #expect(HTMLInspector(officer).faults == [])
            for text in ["never asked", "South Korea", "Requests about their data", "/ui/profile/cases/\(id)", "objects to marketing"] {
                #expect(officer.contains(text), "\(text)")
            }
            let marketer = try await installation.page(address, as: [.marketer], locale: "en").text
            #expect(marketer.contains("objects to marketing") && !marketer.contains("/ui/profile/cases/"))
        }
    }

    @Test("people who need not know see personal data masked")
    func masked() async throws {
        try await TestInstallation.of(ProfileService.self) { installation in
            try await seed(installation)
            let text = try await installation.page(try await address(installation), as: [.coeLead]).text
            #expect(text.contains("서*은") && text.contains("s***@naver.com"))
            #expect(!text.contains("서지은") && !text.contains("seo.jieun"))
            let list = try await installation.page("/ui/profile", as: [.marketer]).text
            #expect(list.contains("서*은") && !list.contains("seo.jieun"))
        }
    }

    @Test("a neighbour that is down leaves a stated gap, not an error")
    func degraded() async throws {
        let nobody = ["MARU_SEGMENT_URL": "http://127.0.0.1:1", "MARU_JOURNEY_URL": "http://127.0.0.1:1"]
        try await TestInstallation.of(ProfileService.self, variables: nobody) { installation in
            try await seed(installation)
            let answer = try await installation.page(try await address(installation), as: [.coeLead])
            #expect(answer.status == .ok)
            #expect(answer.text.contains("세그먼트 서비스가 지금 답하지 않아") && answer.text.contains("여정 서비스가 지금 답하지 않아"))
        }
    }

    @Test("every look at a customer is in the audit log")
    func looks() async throws {
        try await TestInstallation.of(ProfileService.self) { installation in
            try await seed(installation)
            let address = try await address(installation)
            _ = try await installation.page(address)
            let audit = try await installation.get("/v1/audit").text
            #expect(audit.contains("profile.viewed") && audit.contains(address.split(separator: "/").last.map(String.init) ?? "?"))
        }
    }

    @Test("the timeline is filtered by kind and goes on page by page")
    func timeline() async throws {
        try await TestInstallation.of(ProfileService.self) { installation in
            try await seed(installation)
            let start = installation.time.clock.now()
            let views: [JSONValue] = (0..<40).map { index in
                [
                    "type": "track", "messageId": .string("v\(index)"), "event": "Product Viewed", "userId": "m88213",
                    "timestamp": .string((start - .minutes(Int64(index + 1))).rfc3339), "properties": ["name": .string("상품 \(index)")],
                ]
            }
            try await installation.post("/v1/batch", ["batch": .array(views)], key: installation.keys.write)
            let address = try await address(installation)
            let first = try await installation.page(address + "?name=Product%20Viewed").text
            #expect(first.contains("상품 0<") && first.contains("상품 29<") && !first.contains("상품 30<") && !first.contains("A-20931"))
            let next = try #require(first.firstMatch(of: /href="([^"]+after=[^"]+)"/)?.1).replacing("&amp;", with: "&")
            let second = try await installation.page(String(next)).text
            #expect(second.contains("상품 30<") && second.contains("상품 39<") && !second.contains("상품 29<"))
        }
    }

    @Test("what was refused is listed with its reason; the text itself only for those who may see it")
    func refusals() async throws {
        try await TestInstallation.of(ProfileService.self) { installation in
            try await seed(installation)
            try await installation.post(
                "/v1/batch", ["batch": [["type": "track", "messageId": "x1", "userId": "secret@person.kr"]]], key: installation.keys.write)
            let officer = try await installation.page("/ui/profile/events")
            #expect(HTMLInspector(officer.text).faults == [])
            #expect(officer.text.contains("missing-field") && officer.text.contains("secret@person.kr"))
            let marketer = try await installation.page("/ui/profile/events", as: [.marketer])
            #expect(marketer.text.contains("missing-field") && !marketer.text.contains("secret@person.kr"))
        }
    }

    @Test("consent is counted per purpose and channel, with its proof")
    func consents() async throws {
        try await TestInstallation.of(ProfileService.self) { installation in
            let empty = try await installation.page("/ui/profile/consents")
            #expect(empty.text.contains("아직 받은 동의가 없습니다") && HTMLInspector(empty.text).faults == [])
            try await seed(installation)
            let answer = try await installation.page("/ui/profile/consents")
            #expect(HTMLInspector(answer.text).faults == [])
            #expect(answer.text.contains("고객 1명 가운데 1명(100.0%)이 이메일 마케팅에 동의했습니다."))
            #expect(answer.text.contains("2026-03"))
        }
    }

    @Test("a customer nobody knows is a page that says so")
    func unknown() async throws {
        try await TestInstallation.of(ProfileService.self) { installation in
            let answer = try await installation.page("/ui/profile/customers/prf_01k9x2m7qefpb8v0d3s5t6w1z4")
            #expect(answer.status == .notFound)
            #expect(answer.text.contains("찾는 화면이 없습니다"))
        }
    }

    @Test("without customers the list teaches how to get them")
    func noCustomers() async throws {
        try await TestInstallation.of(ProfileService.self) { installation in
            let answer = try await installation.page("/ui/profile")
            #expect(answer.text.contains("maru import") && HTMLInspector(answer.text).faults == [])
        }
    }
}
