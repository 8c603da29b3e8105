import CommonModels
import ConsoleKit
import Testing

@Suite("Phrases of the catalogue")
struct PhraseTests {
    @Test("English picks by number")
    func english() throws {
        let phrase = try Phrase("{n} {n:customer|customers}", locale: .en)
        #expect(phrase.text(["n": "1"]) == "1 customer")
        #expect(phrase.text(["n": "1,204"]) == "1,204 customers")
    }

    @Test(
        "Korean picks the particle by the last sound",
        arguments: [("고객", "고객을"), ("오퍼", "오퍼를"), ("VIP 3", "VIP 3을"), ("2", "2를"), ("세그먼트(A)", "세그먼트(A)를"), ("", "를")])
    func korean(name: String, text: String) throws {
        #expect(try Phrase("{name}{name:을|를}", locale: .ko).text(["name": name]) == text)
    }

    @Test("a value that is not given shows its name")
    func missing() throws {
        #expect(try Phrase("{n}명", locale: .ko).text() == "{n}명")
    }

    @Test("an open brace is refused", arguments: ["{n", "{n:one}", "a {b:c|d"])
    func malformed(source: String) {
        #expect(throws: CatalogueError.malformed(source)) { try Phrase(source, locale: .en) }
    }
}
