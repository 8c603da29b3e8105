import CommonModels
import Testing

@testable import ContentDomain

@Suite("What a template looks at")
struct TemplateReadsTests {
    private static let data: JSONObject = [
        "profile": ["id": "prf_1", "email": "a@b.kr", "city": "Busan", "traits": ["city": "Busan", "tier": "gold"]],
        "event": ["name": "Clinic Visited", "properties": ["doctor": "Kim", "ward": "a"]],
    ]
    private static let nested: JSONObject = [
        "profile": [
            "email": "a@b.kr", "traits": ["home": ["city": "Busan", "geo": ["lat": 35.1]], "pets": [["kind": "cat"], ["age": 3]]],
        ],
        "event": ["name": "Order", "properties": ["items": [["sku": "a", "tags": ["x"]]], "total": 3]],
    ]
    private static let everyTrait = [
        "trait:home", "trait:home.city", "trait:home.geo", "trait:home.geo.lat", "trait:pets", "trait:pets.age", "trait:pets.kind",
    ]

    @Test(
        "is found wherever it stands, before anything is rendered",
        arguments: [
            ("{{ profile.city }} {{ profile.traits.tier | default: profile.traits.name }}", ["trait:city", "trait:name", "trait:tier"]),
            ("{{ profile.id }} {{ offer.title }} {{ context.unsubscribe_url }}", []),
            (
                "{% if profile.address.city == 'Jeju' and event.properties.ward %}x{% endif %}",
                [
                    "event:Clinic Visited", "event:Clinic Visited.ward", "trait:address", "trait:address.city",
                ]
            ),
            ("{% unless profile.a %}{% elsif profile.b %}{% else %}{{ profile.c }}{% endunless %}", ["trait:a", "trait:b", "trait:c"]),
            (
                "{% case profile.tier %}{% when profile.best, 'x' %}{{ profile.email }}{% endcase %}",
                [
                    "identity:email", "trait:best", "trait:email", "trait:tier",
                ]
            ),
            (
                "{% for pet in profile.pets limit: profile.n %}{{ pet.name }}{% else %}{{ profile.none }}{% endfor %}",
                [
                    "trait:n", "trait:none", "trait:pets",
                ]
            ),
            ("{% assign t = profile['traits'] %}{{ t.tier }}", ["trait:city", "trait:tier"]),
            ("{{ profile.traits[profile.key] }}", ["trait:city", "trait:key", "trait:tier"]),
            ("{% capture all %}{{ profile | json }}{% endcapture %}", ["identity:email", "trait:city", "trait:email", "trait:tier"]),
            ("{{ event.properties[0] }}", ["event:Clinic Visited", "event:Clinic Visited.doctor", "event:Clinic Visited.ward"]),
            ("{% render 'card', who: profile.name %}{% cycle profile.a, 'b' %}", ["trait:a", "trait:name"]),
            ("{% tablerow i in (1..profile.n) cols: profile.cols %}{{ i }}{% endtablerow %}", ["trait:cols", "trait:n"]),
        ])
    func fields(source: String, expected: [String]) throws {
        let reads = TemplateReads(try LiquidTemplate(parsing: source))
        #expect(reads.fields(in: Self.data).map(\.description) == expected)
    }

    @Test(
        "is everything below where a path ends before its value, and no more where it goes on",
        arguments: [
            ("{{ profile.home.geo.lat }}", ["trait:home", "trait:home.geo", "trait:home.geo.lat"]),
            ("{{ profile.traits.home | json }}", ["trait:home", "trait:home.city", "trait:home.geo", "trait:home.geo.lat"]),
            ("{% assign h = profile.home.geo %}{{ h.lat }}", ["trait:home", "trait:home.geo", "trait:home.geo.lat"]),
            (
                "{{ profile.home[profile.which].lat }}",
                ["trait:home", "trait:home.city", "trait:home.geo", "trait:home.geo.lat", "trait:which"]
            ),
            ("{{ profile.home.first }}", ["trait:home", "trait:home.city", "trait:home.geo", "trait:home.geo.lat"]),
            ("{% for pet in profile.pets %}{{ pet.age }}{% endfor %}", ["trait:pets", "trait:pets.age", "trait:pets.kind"]),
            ("{{ profile.pets[0].kind }} {{ profile.pets.last.kind }}", ["trait:pets", "trait:pets.kind"]),
            ("{{ profile.pets.size }}", ["trait:pets"]),
            ("{{ event.properties.items[0].tags[0] }}", ["event:Order", "event:Order.items", "event:Order.items.tags"]),
            ("{{ profile.last[1] }}", ["identity:email", "trait:email"] + everyTrait),
            (
                "{% assign root = 'profile' %}{{ [root].email }}",
                [
                    "event:Order", "event:Order.items", "event:Order.items.sku", "event:Order.items.tags", "event:Order.total",
                    "identity:email", "trait:email",
                ]
                    + everyTrait
            ),
        ])
    func nestedFields(source: String, expected: [String]) throws {
        let reads = TemplateReads(try LiquidTemplate(parsing: source))
        #expect(reads.fields(in: Self.nested).map(\.description) == expected)
    }

    @Test("is of any event where none is named")
    func event() throws {
        let reads = TemplateReads(try LiquidTemplate(parsing: "{{ event.properties.total }}"))
        #expect(reads.fields(in: [:]).map(\.description) == ["event:*", "event:*.total"])
    }
}
