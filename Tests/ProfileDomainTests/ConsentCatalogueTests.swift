import CommonModels
import ProfileDomain
import Testing

@Suite("The catalogue of consent")
struct ConsentCatalogueTests {
    private static let now = Instant(secondsSince1970: 1_000)

    private func faults(_ json: JSONValue, after earlier: ConsentCatalogue = .standard) -> [String] {
        do throws(ConsentCatalogueFaults) {
            _ = try ConsentCatalogue(json: json, after: earlier, at: Self.now)
            return []
        } catch {
            return error.faults.map(\.pointer)
        }
    }

    private func changed(_ change: (inout ConsentCatalogue) -> Void) -> JSONValue {
        var catalogue = ConsentCatalogue.standard
        change(&catalogue)
        return catalogue.json
    }

    private func record(_ status: ConsentStatus = .granted, channel: Channel = .email) -> ConsentRecord {
        ConsentRecord(
            purpose: .marketing, channel: channel, status: status, legalBasis: .consent, source: "web", textVersion: nil, at: Self.now,
            expiresAt: nil)
    }

    @Test("the one an installation begins with fits its own rules, and reads back as it was written")
    func standard() throws {
        #expect(faults(ConsentCatalogue.standard.json) == [])
        #expect(try ConsentCatalogue(stored: ConsentCatalogue.standard.json) == .standard)
        #expect(ConsentCatalogue.standard.gpcPurposes.map(\.rawValue) == ["advertising"])
    }

    @Test("a published text never changes and never goes; a new one is published now")
    func texts() throws {
        let edited = changed { $0.purposes[0].texts = [ConsentText(version: "1", ko: "다른 말", en: "Other words", since: .epoch)] }
        #expect(faults(edited) == ["/purposes/0/texts/0"])
        #expect(faults(changed { $0.purposes[0].texts = [] }) == ["/purposes/0/texts"])
        let grown = changed { $0.purposes[0].texts.append(ConsentText(version: "2", ko: "새 말", en: "New words", since: .epoch)) }
        let catalogue = try ConsentCatalogue(json: grown, after: .standard, at: Self.now)
        #expect(catalogue[.marketing]?.texts.map(\.since) == [.epoch, Self.now])
    }

    @Test("purposes are retired and not removed, keys are used once, a country belongs to one region")
    func whole() {
        #expect(faults(changed { $0.purposes.removeFirst() }) == ["/purposes"])
        #expect(faults(changed { $0.purposes.append($0.purposes[0]) }) == ["/purposes/4/key"])
        #expect(faults(changed { $0.regions.append($0.regions[0]) }).sorted() == ["/regions/3/countries", "/regions/3/key"])
        let rule = ConsentPolicy.Rule(region: "mars", purpose: .marketing, channel: .all, standing: .optOut)
        #expect(faults(changed { $0.rules.append(rule) }) == ["/rules/3/region"])
    }

    @Test("everything that is wrong is said at once, each with its place")
    func everything() {
        let json: JSONValue = [
            "purposes": [["key": "Marketing!"], ["key": "care", "name": ["ko": "돌봄", "en": ""], "channels": ["email"]]],
            "channels": [["channel": "fax", "name": ["ko": "팩스", "en": "Fax"]]], "regions": [["key": "kr"]],
            "rules": [["purpose": "care", "default": "maybe"]], "addressDays": -1,
        ]
        let empty = ConsentCatalogue(purposes: [], channels: [], regions: [], rules: [], addressDays: 0)
        #expect(
            faults(json, after: empty) == [
                "/purposes/0/key", "/purposes/1/name", "/channels/0/channel", "/regions/0", "/rules/0", "/addressDays",
            ])
    }

    @Test("a grant waits for its confirmation where the purpose asks for one, unless it was confirmed or already stands")
    func doubleOptIn() {
        var catalogue = ConsentCatalogue.standard
        catalogue.purposes[0].doubleOptIn = [.email]
        #expect(catalogue.admitted(record(), present: .unknown, isConfirmed: false).status == .pending)
        #expect(catalogue.admitted(record(), present: .withdrawn, isConfirmed: false).status == .pending)
        #expect(catalogue.admitted(record(), present: .granted, isConfirmed: false).status == .granted)
        #expect(catalogue.admitted(record(), present: .unknown, isConfirmed: true).status == .granted)
        #expect(catalogue.admitted(record(channel: .sms), present: .unknown, isConfirmed: false).status == .granted)
        #expect(catalogue.admitted(record(channel: .all), present: .unknown, isConfirmed: false).status == .pending)
        #expect(catalogue.admitted(record(.withdrawn), present: .granted, isConfirmed: false).status == .withdrawn)
    }

    @Test("a grant ends when its purpose says, unless it says so itself")
    func validity() {
        var catalogue = ConsentCatalogue.standard
        catalogue.purposes[0].validDays = 2
        #expect(catalogue.admitted(record(), present: .unknown, isConfirmed: false).expiresAt == Self.now + .days(2))
        var stated = record()
        stated.expiresAt = Self.now + .days(9)
        #expect(catalogue.admitted(stated, present: .unknown, isConfirmed: false).expiresAt == Self.now + .days(9))
        #expect(catalogue.admitted(record(.denied), present: .unknown, isConfirmed: false).expiresAt == nil)
    }

    @Test("a switch states only what changes: silence where nobody asked is no refusal")
    func choices() {
        func states(_ isWanted: Bool, _ status: ConsentStatus?, standing: ConsentDefault = .optIn) -> ConsentStatus? {
            let policy = ConsentPolicy(
                version: 1, since: .epoch, regions: [],
                rules: [ConsentPolicy.Rule(region: nil, purpose: .marketing, channel: .all, standing: standing)])
            let views = status.map { ConsentView(purpose: .marketing, channel: .email, status: $0, at: .epoch, source: "web") }
            let present = EffectiveConsent(
                .marketing, on: .email, consents: [views].compactMap(\.self), policy: policy, country: nil, at: Self.now)
            return PreferenceChoice(purpose: .marketing, channel: .email, isWanted: isWanted, textVersion: nil).statement(present: present)
        }
        #expect(states(true, nil) == .granted && states(false, nil) == nil)
        #expect(states(true, .granted) == nil && states(false, .granted) == .withdrawn)
        #expect(states(true, .withdrawn) == .granted && states(false, .withdrawn) == nil)
        #expect(states(true, .pending) == nil && states(false, .pending) == .withdrawn)
        #expect(states(false, nil, standing: .optOut) == .denied && states(true, nil, standing: .optOut) == nil)
    }

    @Test("an event's context tells of signals, and of nothing else when it holds none")
    func signals() {
        #expect(ContextSignals(#"{"page":{"url":"https://x"}}"#, isWhole: false) == nil)
        #expect(ContextSignals(#"{"gpc":true}"#, isWhole: false)?.isGPC == true)
        #expect(ContextSignals(#"{"gpc":false}"#, isWhole: false)?.isGPC == false)
        let banner = ContextSignals(#"{"consent":{"categoryPreferences":{"Advertising":false,"Analytics":true}}}"#, isWhole: false)
        #expect(banner?.refused == Set(["advertising"].compactMap { Purpose(rawValue: $0) }) && banner?.isGPC == false)
        let whole = ContextSignals(#"{"location":{"country":"kr"},"ip":"192.0.2.1","locale":"ko-KR"}"#, isWhole: true)
        #expect(whole?.country?.rawValue == "KR" && whole?.evidence.ip == "192.0.2.1" && whole?.evidence.language == "ko-KR")
    }
}
