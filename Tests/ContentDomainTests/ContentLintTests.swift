import CommonModels
import Testing

@testable import ContentDomain

@Suite("Lint")
struct ContentLintTests {
    private func codes(_ kind: ContentKind, _ json: JSONValue, purpose: String = "marketing", fragments: Set<String> = []) throws -> [ContentFinding.Code] {
        let details = try ContentDetails(name: "x", purpose: try #require(Purpose(rawValue: purpose)), defaultLocale: "ko")
        return ContentLint(kind: kind, details: details, publishedFragments: fragments).findings(try ContentVariants(json, kind: kind)).map(\.code)
    }

    @Test("a complete marketing e-mail has no findings")
    func complete() throws {
        let html = "<p>{{ profile.firstName | default: '고객' }} {{ context.unsubscribe_url }}</p>"
        #expect(try codes(.email, ["ko": ["subject": "hi", "html": .string(html)]]) == [])
    }

    @Test("what is missing is found: parts, default language, unsubscribe link, fragments")
    func missing() throws {
        #expect(try codes(.email, ["en": ["subject": "hi"]]) == [.defaultLocaleMissing, .partMissing])
        #expect(try codes(.email, ["ko": ["subject": "hi", "html": "<p></p>"]]) == [.unsubscribeMissing])
        #expect(try codes(.email, ["ko": ["subject": "hi", "html": "<p></p>"]], purpose: "service") == [])
        #expect(try codes(.inApp, ["ko": ["title": "a", "body": "{% render 'foot' %}"]]) == [.fragmentMissing])
        #expect(try codes(.inApp, ["ko": ["title": "a", "body": "{% render 'foot' %}"]], fragments: ["foot"]) == [])
    }

    @Test("an output without fallback is found unless it is tested, defaulted or made by the template")
    func fallback() throws {
        #expect(try codes(.push, ["ko": ["title": "{{ profile.name }}", "body": "{{ offer.price | money: 'KRW' }}"]]) == [.fallbackMissing, .fallbackMissing])
        #expect(try codes(.push, ["ko": ["title": "{% if profile.name %}{{ profile.name }}{% endif %}", "body": "{{ context.x }}"]]) == [])
        #expect(try codes(.push, ["ko": ["title": "{% assign n = profile.name | default: 'a' %}{{ n }}", "body": "{{ customer }}"]]) == [.unknownVariable])
    }

    @Test("a template that does not parse says where")
    func parse() throws {
        #expect(try codes(.sms, ["ko": ["text": "{{ a | nosuch }}"]]) == [.doesNotParse])
    }

    @Test("a Korean SMS over 90 bytes is pointed out")
    func sms() throws {
        #expect(try codes(.sms, ["ko": ["text": .string(String(repeating: "가", count: 45))]]) == [])
        #expect(try codes(.sms, ["ko": ["text": .string(String(repeating: "가", count: 46))]]) == [.smsTooLong])
    }

    @Test(
        "the closest language is chosen",
        arguments: [("ko-KR", "ko"), ("en-GB", "en-GB"), ("en-US", "en"), ("fr", "ko"), (nil, "ko")] as [(String?, String)])
    func locales(wanted: String?, chosen: String) {
        #expect(ContentLocale.best(for: wanted, among: ["en", "en-GB", "ko"], default: "ko") == chosen)
    }

    @Test("parts and locales that do not exist are refused with their place")
    func variants() {
        let error = #expect(throws: ContentError.self) { try ContentVariants(["KO!": [:], "ko": ["html": "x", "text": 5]], kind: .sms) }
        #expect(error == .invalid([
            .init("must be a language tag such as ko or en-GB", "/variants/KO!"), .init("sms has the parts text", "/variants/ko/html"),
            .init("must be a text of at most 200000 characters", "/variants/ko/text"),
        ]))
    }
}
