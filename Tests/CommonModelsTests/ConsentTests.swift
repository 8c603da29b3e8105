import CommonModels
import Testing

@Suite("Consent that counts")
struct ConsentTests {
    private static let us = ConsentRegion(
        key: "us", nameKo: "미국", nameEn: "US", countries: Set(["US"].compactMap { Country(rawValue: $0) }))

    private func policy(_ rules: (String?, Channel, ConsentDefault)...) -> ConsentPolicy {
        ConsentPolicy(
            version: 1, since: .epoch, regions: [Self.us],
            rules: rules.map { ConsentPolicy.Rule(region: $0.0, purpose: .marketing, channel: $0.1, standing: $0.2) })
    }

    private func view(_ channel: Channel, _ status: ConsentStatus, at second: Int64) -> ConsentView {
        ConsentView(purpose: .marketing, channel: channel, status: status, at: Instant(secondsSince1970: second), source: "web")
    }

    private func effective(_ consents: [ConsentView], _ policy: ConsentPolicy, _ country: String?) -> EffectiveConsent {
        EffectiveConsent(
            .marketing, on: .email, consents: consents, policy: policy, country: country.flatMap { Country(rawValue: $0) },
            at: Instant(secondsSince1970: 100))
    }

    @Test("who was never asked follows their region: opt-out allows, opt-in and unknown countries do not")
    func regions() {
        let policy = policy(("us", .all, .optOut))
        let american = effective([], policy, "us")
        #expect(american.status == .granted && american.reason == .regionalDefault && american.finding.region == "us")
        #expect(effective([], policy, "KR").status == .unknown)
        #expect(effective([], policy, nil).reason == .notAsked)
        #expect(effective([], .none, "US").status == .unknown, "without a policy everything is opt-in")
    }

    @Test("a refusal counts also where the region asks for no consent")
    func refusal() {
        for standing in [ConsentDefault.optOut, .notApplicable] {
            let policy = policy((nil, .all, standing))
            #expect(effective([], policy, nil).status == .granted)
            let refused = effective([view(.email, .denied, at: 1)], policy, nil)
            #expect(refused.status == .denied && refused.reason == .ownRecord)
        }
    }

    @Test("the rule of the channel goes before the one for all, the region's before the one for everywhere")
    func specificity() {
        let policy = policy((nil, .email, .optOut), ("us", .all, .optIn), (nil, .all, .notApplicable))
        #expect(effective([], policy, "US").finding.standing == .optIn)
        #expect(effective([], policy, "KR").finding.standing == .optOut)
        #expect(policy.standing(of: .marketing, on: .sms, in: nil).standing == .notApplicable)
    }

    @Test("a later refusal of everything ends an older agreement to one channel; a later agreement does not revive it")
    func everything() {
        #expect(
            [view(.email, .granted, at: 1), view(.all, .withdrawn, at: 2)].status(for: .marketing, on: .email, at: .epoch) == .withdrawn)
        #expect([view(.email, .granted, at: 2), view(.all, .withdrawn, at: 1)].status(for: .marketing, on: .email, at: .epoch) == .granted)
        #expect([view(.email, .denied, at: 1), view(.all, .granted, at: 2)].status(for: .marketing, on: .email, at: .epoch) == .denied)
    }

    @Test("a policy survives its wire form; one with a member that cannot be read is no policy")
    func wire() {
        let policy = policy(("us", .email, .optOut), (nil, .all, .notApplicable))
        #expect(ConsentPolicy(json: policy.json) == policy)
        var broken = policy.json.objectValue ?? [:]
        broken["rules"] = [["purpose": "marketing", "default": "perhaps"]]
        #expect(ConsentPolicy(json: .object(broken)) == nil)
    }

    @Test("a country is read from the person's own word, their address, their last place, their locale, in this order")
    func country() {
        func read(_ traits: JSONObject) -> String? { Country { traits[$0] }?.rawValue }
        #expect(read(["country": "kr", "address": ["country": "US"]]) == "KR")
        #expect(read(["country": "Korea", "address": ["country": "US"]]) == "US")
        #expect(read(["context_country": "DE", "locale": "ko-KR"]) == "DE")
        #expect(read(["locale": "zh_Hant_TW"]) == "TW")
        #expect(read(["locale": "ko"]) == nil)
    }

    @Test("hours go over midnight, and begin and end to the minute")
    func hours() throws {
        let day = try #require(ContactHours("09:00-21:00"))
        #expect(!day.contains(minuteOfDay: 539) && day.contains(minuteOfDay: 540) && day.contains(minuteOfDay: 1_259))
        #expect(!day.contains(minuteOfDay: 1_260))
        let night = try #require(ContactHours("22:00-06:30"))
        #expect(night.contains(minuteOfDay: 0) && night.contains(minuteOfDay: 389) && !night.contains(minuteOfDay: 390))
        for wrong in ["9:00-21:00", "09:00-24:00", "09:00-09:00", "09:00", "", "-"] { #expect(ContactHours(wrong) == nil, "\(wrong)") }
        #expect(night.text == "22:00-06:30")
    }

    @Test("preferences survive the traits that keep them; nothing chosen means every channel")
    func preferences() {
        let chosen = ContactPreferences(channels: [.email, .push], hours: ContactHours("08:00-20:00"))
        #expect(ContactPreferences { chosen.traits[$0] } == chosen)
        #expect(chosen.accepts(.email) && !chosen.accepts(.sms) && chosen.accepts(.webhook))
        let none = ContactPreferences { _ in nil }
        #expect(none.accepts(.sms) && none.hours == nil)
    }
}
