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

    @Test(
        "holds of a field what it says of everything that is a part of",
        arguments: [
            ("trait:address", "trait:address.home.city", true), ("trait:address.home", "trait:address", false),
            ("event:Clinic Visited", "event:Clinic Visited.ward", true),
            ("event:Clinic Visited.patient", "event:Clinic Visited.patient.blood", true),
            ("event:Clinic Visited.patient", "event:Clinic Visited.patients", false), ("event:*.patient", "event:X.patient.age", true),
        ])
    func parents(labelled: String, field: String, isHeld: Bool) throws {
        let (pattern, field) = (try #require(DataField(text: labelled)), try #require(DataField(text: field)))
        let book = PolicyBook(labels: [.init(pattern, .sensitive)], policies: [])
        #expect(book.labels(of: field) == (isHeld ? [.sensitive] : []))
        let made = DataField(.trait, "made")
        #expect(book.inheriting([(made, [field])]).labels(of: made) == (isHeld ? [.sensitive] : []))
    }

    @Test("hands labels on from fields of any length an event and a path may have, and refuses unreadable ones")
    func inherited() throws {
        let long = DataField(.event, String(repeating: "e", count: 200) + "." + String(repeating: "p", count: 200))
        let heir = DataField(.trait, "visits")
        let book = PolicyBook(labels: [.init(long, .sensitive)], policies: []).inheriting([(heir, [long])])
        #expect(PolicyBook(json: book.json)?.labels(of: heir) == [.sensitive])
        let bad: JSONValue = ["labels": [], "policies": [], "inherited": [["field": "trait:a", "label": "b"]]]
        #expect(PolicyBook(json: bad) == nil && PolicyBook.fault(in: bad)?.pointer == "/inherited/0")
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
