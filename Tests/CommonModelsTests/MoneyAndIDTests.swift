import CommonModels
import Foundation
import Testing

@Suite("Money and ids")
struct MoneyAndIDTests {
    @Test("money keeps its minor units exactly on the wire")
    func money() throws {
        let money = try JSONDecoder().decode(Money.self, from: Data(#"{"amount":"-12.5","currency":"GBP"}"#.utf8))
        #expect(money.minorUnits == -1250)
        #expect(money.amount == "-12.50")
        #expect(Money(amount: "5000", currency: .krw)?.amount == "5000")
    }

    @Test("amounts that money cannot hold are refused", arguments: ["12.505", "abc", "", ".", "1e5", "99999999999999999999", "1.2.3"])
    func refusedMoney(_ amount: String) { #expect(Money(amount: amount, currency: .gbp) == nil) }

    @Test("ids sort by the time they were made and carry their kind")
    func ids() {
        let time = ManualTime(.epoch)
        let ids = IDGenerator.system(clock: time.clock)
        let first: ProfileID = ids.next()
        time.advance(by: .milliseconds(1))
        let second: ProfileID = ids.next()
        #expect(first < second)
        #expect(ProfileID(first.rawValue) == first)
        #expect(SegmentID(first.rawValue) == nil)
    }

    @Test("the lead of ids has the order of their texts")
    func lead() {
        var random = SeededRandom(seed: 1)
        let ids: [ProfileID] = (0..<200).map { number in
            ProfileID(
                UUIDv7(at: Instant(microseconds: Int64(number % 20) * 90_000_000), random: (random.next(), random.next())))
        }
        #expect(ids.sorted { $0.lead < $1.lead } == ids.sorted())
        #expect(Set(ids).count == 200 && Set(ids + ids.compactMap { ProfileID($0.rawValue) }).count == 200)
    }

    @Test(
        "texts that are no id are refused",
        arguments: [
            "", "prf_", "prf_01h2xcejqtf2nbrexx3vqjhp4", "prf_81h2xcejqtf2nbrexx3vqjhp41", "prf_01H2xcejqtf2nbrexx3vqjhp41",
            "prf_01h2xcejqtf2nbrexx3vqjhpil",
        ])
    func refusedIDs(_ text: String) { #expect(ProfileID(text) == nil) }

    @Test("consent for a channel wins over consent for all, and ends when it expires")
    func consent() {
        let consents = [
            ConsentView(
                purpose: .marketing, channel: .all, status: .granted, at: .epoch, source: "web", expiresAt: Instant(secondsSince1970: 10)),
            ConsentView(purpose: .marketing, channel: .sms, status: .denied, at: .epoch, source: "web"),
        ]
        #expect(consents.status(for: .marketing, on: .email, at: .epoch) == .granted)
        #expect(consents.status(for: .marketing, on: .email, at: Instant(secondsSince1970: 10)) == .expired)
        #expect(consents.status(for: .marketing, on: .sms, at: .epoch) == .denied)
        #expect(consents.status(for: .analytics, on: .sms, at: .epoch) == .unknown)
    }
}
