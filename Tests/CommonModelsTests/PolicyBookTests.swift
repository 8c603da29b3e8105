import CommonModels
import Testing

@Suite("A book of policies")
struct PolicyBookTests {
    private let book = PolicyBook(
        labels: [
            .init(DataField(.trait, "*email*"), .contact), .init(DataField(.event, "*.health*"), .sensitive),
            .init(DataField(.identity, "*"), .identity),
        ],
        policies: [
            DataPolicy(key: "never", label: .sensitive, actions: Set(DataAction.allCases), effect: .deny),
            DataPolicy(key: "mail", label: .contact, actions: [.message], channels: [.email], effect: .allowOnly([.marketing])),
        ])

    @Test(
        "refuses by label, action, channel and purpose, and names the first field at fault",
        arguments: [
            (DataUse(.decision, fields: [DataField(.event, "Visit.healthScore")]), ["never"]),
            (DataUse(.decision, fields: [DataField(.event, "Visit.score"), DataField(.trait, "city")]), []),
            (DataUse(.message, purpose: .marketing, channel: .email, fields: [DataField(.trait, "workEmail")]), []),
            (DataUse(.message, purpose: .analytics, channel: .email, fields: [DataField(.trait, "workEmail")]), ["mail"]),
            (DataUse(.message, channel: .email, fields: [DataField(.trait, "email")]), ["mail"]),
            (DataUse(.message, purpose: .analytics, channel: .sms, fields: [DataField(.trait, "email")]), []),
            (DataUse(.export, fields: [DataField(.trait, "email")]), []),
        ])
    func refusals(use: DataUse, policies: [String]) {
        #expect(book.refusals(of: use).map(\.policy) == policies)
    }

    @Test("reads back what it wrote, and says where a wrong one is wrong")
    func json() throws {
        #expect(PolicyBook(json: book.json) == book)
        #expect(PolicyBook(json: PolicyBook.standard.json) == .standard)
        let bad: JSONValue = ["labels": [], "policies": [["key": "x", "label": "y", "actions": ["dance"], "effect": "deny"]]]
        #expect(PolicyBook(json: bad) == nil && PolicyBook.fault(in: bad)?.pointer == "/policies/0")
    }

    @Test("says who reads what, the standard way where it is not said")
    func reads() throws {
        let stated: JSONValue = [
            "labels": [], "policies": [], "reads": [["role": "finance", "labels": ["financial"]], ["role": "key", "labels": ["*"]]],
        ]
        let book = try #require(PolicyBook(json: stated))
        #expect(book.json["reads"] == stated["reads"])
        #expect(book.reads(of: ["finance"]) == .only([.financial]))
        #expect(book.reads(of: ["finance", "key"]) == .everything)
        #expect(book.reads(of: ["nobody"]) == .only([]))
        #expect(PolicyBook(json: ["labels": [], "policies": []])?.reads == PolicyBook.standardReads)
        #expect(book.reads(of: ["finance"]).hidden([.financial, .contact]) == [.contact])
    }

    @Test(
        "names what is wrong with who reads",
        arguments: [
            (["role": "", "labels": []], "/reads/0"), (["role": "finance"], "/reads/0"),
            (["role": "finance", "labels": ["*", "contact"]], "/reads/0"),
            (["role": "finance", "labels": ["contact", "contact"]], "/reads/0"), (["role": "finance", "labels": [1]], "/reads/0"),
        ] as [(JSONValue, String)])
    func readFaults(rule: JSONValue, pointer: String) {
        let json: JSONValue = ["labels": [], "policies": [], "reads": [rule]]
        #expect(PolicyBook(json: json) == nil && PolicyBook.fault(in: json)?.pointer == pointer)
        let twice: JSONValue = ["role": "finance", "labels": []]
        #expect(PolicyBook.fault(in: ["labels": [], "policies": [], "reads": [twice, twice]])?.pointer == "/reads")
    }

    @Test(
        "matches patterns whole, letter case aside",
        arguments: [
            ("trait:*mail", "trait:Email", true), ("trait:mail", "trait:email", false), ("trait:a*b*c", "trait:axxbyyc", true),
            ("trait:a*b", "trait:abc", false), ("event:*", "trait:x", false), ("trait:*", "trait:", true),
        ])
    func patterns(pattern: String, field: String, isMatch: Bool) throws {
        let wanted = try #require(DataField(text: pattern))
        let kind = try #require(field.split(separator: ":").first)
        let name = field.dropFirst(kind.count + 1)
        #expect(wanted.stands(for: DataField(try #require(DataField.Kind(rawValue: String(kind))), String(name))) == isMatch)
    }
}
