import ConsoleKit
import Testing

@Suite("Personal data in pages")
struct PersonalDataTests {
    @Test(
        "a value is masked by what it is",
        arguments: [
            ("email", "seo.jieun@naver.com", "s***@naver.com"), ("phone", "+821012342231", "****2231"), ("name", "서지은", "서*은"),
            ("first_name", "지은", "지*"), ("address", "서울시 강남구", "***"), ("loyaltyTier", "gold", "gold"),
            ("note", "mail me: a@b.kr", "m***@b.kr"),
        ])
    func masks(name: String, value: String, masked: String) {
        #expect(PersonalData.masked(value, name: name) == masked)
    }
}
