import CommonModels

/// A true person of the synthetic retailer: what identity resolution should find.
struct DemoPerson: Sendable {
    static let cities = ["서울", "부산", "인천", "대구", "대전", "광주", "수원", "울산", "제주", "춘천"]
    private static let families = ["김", "이", "박", "최", "정", "강", "조", "윤", "장", "임", "한", "서"]
    private static let given = ["서연", "민준", "지우", "하준", "수아", "도윤", "지호", "예은", "은우", "채원", "현우", "유진", "지민", "태윤"]

    let number: Int
    /// Nil for a visitor who never signs in.
    let userId: String?
    let email: String?
    let name: String
    let city: String
    let birthYear: Int
    /// Web devices; the first one may be shared with a neighbour in the list.
    let devices: [String]
    let usesApp: Bool
    /// Days after the demo's start on which the person appears.
    let joinDay: Int
    /// Orders per 90 days without personalization.
    let orderRate: Double
    let emailConsent: Bool
    let isHeldOut: Bool

    init(number: Int, days: Int, holdoutShare: Double, random: inout SeededRandom) {
        self.number = number
        let isMember = number % 8 != 7
        userId = isMember ? "M\(String(100_000 + number).suffix(6))" : nil
        name = (Self.families.randomElement(using: &random) ?? "김") + (Self.given.randomElement(using: &random) ?? "서연")
        city = Self.cities[min(9, Int(Double.random(in: 0..<1, using: &random) * Double.random(in: 0..<14, using: &random)))]
        birthYear = Int.random(in: 1960...2006, using: &random)
        let isJunk = number % 97 == 3
        email = isMember ? (isJunk ? "test@test.com" : "member\(number)@mail\(number % 7).example") : nil
        let own = (0...(number % 3 == 0 ? 1 : 0)).map { "web-\(number)-\($0)" }
        // Every fortieth member also browses on the tablet of the member before: two people, one device.
        devices = isMember && number % 40 == 1 ? ["web-\(number - 1)-0"] + own : own
        usesApp = isMember && number % 5 < 2
        joinDay = number % 10 < 4 ? 0 : Int.random(in: 0..<max(1, days - 5), using: &random)
        let loyal = Double.random(in: 0..<1, using: &random)
        orderRate = isMember ? (loyal < 0.1 ? 3.2 : loyal < 0.4 ? 1.1 : 0.35) : 0
        emailConsent = isMember && number % 10 < 6
        isHeldOut = userId.map { GlobalHoldout.contains(unit: $0, share: holdoutShare) } ?? false
    }
}
