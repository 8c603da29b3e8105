import CommonModels
import ConsoleKit
import ServiceKit
import Testing

@Suite("What a reader sees of people's data")
struct FieldMaskTests {
    private func person(_ roles: Role...) -> Principal {
        Principal(
            kind: .person, id: "usr", displayName: "김리드", scopes: roles.reduce(into: []) { $0.formUnion($1.scopes) }, roles: Set(roles))
    }

    private func key(_ scopes: Scope...) -> Principal { Principal(kind: .serverKey, id: "key", displayName: "crm", scopes: Set(scopes)) }

    private func mask(_ principal: Principal?, _ book: PolicyBook = .standard) -> FieldMask { FieldMask(book, for: principal) }

    @Test(
        "is what their roles read of the field's labels",
        arguments: [
            ("trait:email", "seo@naver.com", "s***@naver.com"), ("trait:name", "서지은", "서*은"), ("trait:health_note", "asthma", "***"),
            ("trait:income", "90000", "***"), ("trait:latitude", "37.5", "37.5"), ("trait:tier", "gold", "gold"),
            ("identity:userId", "m88213", "m***"), ("trait:note", "write to a@b.kr", "w***@b.kr"), ("event:Visit.healthScore", "9", "***"),
        ])
    func marketer(field: String, value: String, shown: String) throws {
        let mask = mask(person(.marketer))
        let field = try #require(DataField(text: field))
        #expect(mask.text(value, field) == shown)
        #expect(mask.hidden.map(\.field) == (value == shown ? [] : [field]))
        #expect(self.mask(person(.privacyOfficer)).text(value, field) == value)
        #expect(self.mask(person(.administrator)).text(value, field) == value)
    }

    @Test("two roles read what either does; a role the book does not name reads nothing labelled")
    func roles() {
        let book = PolicyBook(
            labels: [.init(DataField(.trait, "a"), .contact), .init(DataField(.trait, "b"), .financial)], policies: [],
            reads: [ReadRule(role: "finance", reads: .only([.financial])), ReadRule(role: "marketer", reads: .only([.contact]))])
        func reads(_ roles: Role...) -> [Bool] {
            let principal = Principal(kind: .person, id: "usr", displayName: "", scopes: [], roles: Set(roles))
            return ["a", "b"].map { !mask(principal, book).hides(DataField(.trait, $0)) }
        }
        #expect(reads(.finance) == [false, true])
        #expect(reads(.finance, .marketer) == [true, true])
        #expect(reads(.administrator) == [false, false])
        #expect(mask(nil, book).hides(DataField(.trait, "a")))
    }

    @Test("keys read what the book says of keys, everything with privacy:manage; services everything")
    func applications() {
        let health = DataField(.trait, "health_note")
        let email = DataField(.trait, "email")
        #expect(mask(key(.profileRead)).hides(health) && !mask(key(.profileRead)).hides(email))
        #expect(mask(key(.privacyManage)).readsEverything && mask(key(.admin)).readsEverything)
        let service = Principal(kind: .service(.journey), id: "journey", displayName: "journey", scopes: [])
        #expect(mask(service).readsEverything)
    }

    @Test("members of objects and elements of lists are fields of their own")
    func nested() {
        let mask = mask(person(.marketer))
        let value: JSONValue = ["tier": "gold", "contact": ["email": "seo@naver.com", "ages": [7, 9]], "health": ["note": "x"], "n": nil]
        let shown = mask.value(value, DataField(.trait, "person"))
        #expect(shown == ["tier": "gold", "contact": ["email": "s***@naver.com", "ages": [7, 9]], "health": "***", "n": nil])
        #expect(mask.hidden.map(\.field.description).sorted() == ["trait:person.contact.email", "trait:person.health"])
        #expect(mask.json.arrayValue?.count == 2)
    }

    @Test("every role of the product stands in the standard book")
    func standard() {
        let named = Set(PolicyBook.standard.reads.map(\.role))
        #expect(named == Set(Role.allCases.map(\.rawValue) + [ReadRule.key]))
    }
}
