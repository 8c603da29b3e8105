import CommonModels
import DemoData
import OrderedCollections

/// What a team would set up on its first day: content, a segment, an offer with a placement, a journey, targets, a budget.
struct DemoSetup: Sendable {
    let api: DemoAPI
    let calendar: DemoCalendar

    /// Ids of what was made.
    struct Made: Sendable {
        var repeatBuyers = ""
        var newcomers = ""
        var mailOffer = ""
        var bannerOffer = ""
        var journey = ""
    }

    /// Everything except the journey, which goes live only after the year is loaded.
    func prepare() async throws -> Made {
        var made = Made()
        try await publishContent()
        made.repeatBuyers = try await segment(
            key: "repeat-buyers", ko: "90일 안에 두 번 이상 산 고객", en: "Two or more orders in 90 days",
            rule: ["event": "Order Completed", "count": ["atLeast": 2], "within": "90d"])
        made.newcomers = try await segment(
            key: "tea-lovers", ko: "티 세트를 살펴본 회원", en: "Members who looked at the tea set",
            rule: [
                "all": [
                    [
                        "event": "Product Viewed", "count": ["atLeast": 1], "within": "7d",
                        "where": [["property": "product_id", "is": "P120"]],
                    ],
                    ["consent": ["purpose": "marketing", "channel": "email"]],
                ]
            ])
        made.mailOffer = try await mailOffer(segment: made.newcomers)
        made.bannerOffer = try await bannerOffer(segment: made.newcomers)
        return made
    }

    private func publishContent() async throws {
        _ = try await api.post(
            .content, "/v1/items",
            [
                "key": "tea-offer-mail", "kind": "email", "name": "티 세트 제안 메일", "folder": "offers", "tags": ["tea", "offer"],
                "purpose": "marketing", "defaultLocale": "ko",
                "variants": [
                    "ko": [
                        "subject": "{{ profile.traits.name | default: '고객' }}님, 마루에서 차 한 잔 어떠세요?",
                        "html":
                            "<p>{{ profile.traits.name | default: '고객' }}님, 살펴보신 티 세트를 10% 낮은 값에 드려요.</p><p><a href=\"https://shop.example/p/P120\">티 세트 보기</a></p><p><a href=\"{{ context.unsubscribe_url }}\">수신 거부</a></p>",
                        "text":
                            "{{ profile.traits.name | default: '고객' }}님, 살펴보신 티 세트를 10% 낮은 값에 드려요. https://shop.example/p/P120 수신 거부: {{ context.unsubscribe_url }}",
                    ],
                    "en": [
                        "subject": "{{ profile.traits.name | default: 'Hello' }}, a cup of tea?",
                        "html":
                            "<p>The tea set you looked at is 10% off for you.</p><p><a href=\"https://shop.example/p/P120\">See it</a></p><p><a href=\"{{ context.unsubscribe_url }}\">Unsubscribe</a></p>",
                        "text":
                            "The tea set you looked at is 10% off for you: https://shop.example/p/P120 Unsubscribe: {{ context.unsubscribe_url }}",
                    ],
                ],
            ])
        _ = try await api.post(.content, "/v1/items/tea-offer-mail/publish", [:])
    }

    private func segment(key: String, ko: String, en: String, rule: JSONValue) async throws -> String {
        let made = try await api.post(
            .segment, "/v1/segments", ["key": .string(key), "name": ["ko": .string(ko), "en": .string(en)], "rule": rule])
        let id = made.json["id"]?.stringValue ?? ""
        _ = try await api.post(.segment, "/v1/segments/\(id)/activate", [:], etag: made.etag)
        return id
    }

    private func mailOffer(segment: String) async throws -> String {
        _ = try await api.post(
            .decision, "/v1/placements",
            ["key": "mail_hero", "name": ["ko": "메일 첫 화면", "en": "E-mail hero"], "channel": "email", "maxOffers": 1, "status": "live"])
        let made = try await api.post(
            .decision, "/v1/offers",
            [
                "key": "tea-10", "name": ["ko": "티 세트 10% 할인", "en": "Tea set 10% off"], "value": ["amount": "6800", "currency": "KRW"],
                "categories": ["living"], "priority": 50, "content": ["mail_hero": ["item": "tea-offer-mail"]],
                "eligibility": ["segment": .string(segment)],
                "caps": [["key": "once-a-week", "per": "profile", "counts": "decision", "limit": 1, "window": ["rolling": "7d"]]],
                "status": "live",
            ])
        return made.json["id"]?.stringValue ?? ""
    }

    /// An offer only its segment decides: no cap, no consent, no other offer beside it.
    private func bannerOffer(segment: String) async throws -> String {
        _ = try await api.post(
            .decision, "/v1/placements",
            ["key": "home_banner", "name": ["ko": "홈 배너", "en": "Home banner"], "channel": "web", "maxOffers": 1, "status": "live"])
        let made = try await api.post(
            .decision, "/v1/offers",
            [
                "key": "tea-banner", "name": ["ko": "티 세트 배너", "en": "Tea set banner"], "categories": ["living"], "priority": 50,
                "content": ["home_banner": ["inline": ["title": "차 한 잔 어떠세요?", "link": "https://shop.example/p/P120"]]],
                "eligibility": ["segment": .string(segment)], "status": "live",
            ])
        return made.json["id"]?.stringValue ?? ""
    }

    /// Publishes the journey: only people who enter the segment from now on start it.
    func publishJourney(_ made: Made) async throws -> String {
        let journey = try await api.post(
            .journey, "/v1/journeys",
            [
                "key": "tea-welcome", "name": ["ko": "티 세트 제안", "en": "Tea set offer"],
                "document": [
                    "timezone": "Asia/Seoul", "goal": ["event": "Order Completed"],
                    "nodes": [
                        ["id": "start", "type": "entry", "segment": .string(made.newcomers), "reentry": "once", "next": "decide"],
                        ["id": "decide", "type": "decision", "placement": "mail_hero", "offer": "mail", "none": "end"],
                        [
                            "id": "mail", "type": "message", "channel": "email", "purpose": "marketing", "content": "tea-offer-mail",
                            "next": "end",
                        ],
                        ["id": "end", "type": "exit"],
                    ],
                ],
            ])
        let id = journey.json["id"]?.stringValue ?? ""
        _ = try await api.post(.journey, "/v1/journeys/\(id)/publish", [:])
        return id
    }
}
