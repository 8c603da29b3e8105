import CommonModels
import FeedKit
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ProfileDomain
import ServiceKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Editing the catalogue of consent")
struct ConsentCatalogueRouteTests {
    private func policies(_ town: ConsentTown) async throws -> [JSONValue] {
        let events = try await town.app.get("/v1/feed?limit=5000").json.arrayValue ?? []
        return events.filter { $0["type"]?.stringValue == FeedEventType.consentPolicy }.compactMap { $0["data"] }
    }

    private func page(_ town: ConsentTown, _ path: String, _ roles: [Role] = [.privacyOfficer], form: String? = nil) async throws
        -> TestResponse
    {
        var headers = try await town.app.session(of: roles)
        headers[.accept] = "text/html"
        headers[.acceptLanguage] = "ko"
        if form != nil { headers[.contentType] = "application/x-www-form-urlencoded" }
        return try await town.app.send(
            form == nil ? .get : .post, path, key: nil, headers: headers, body: form.map { ByteBuffer(string: $0) })
    }

    @Test("puts a new version in force and tells the other services", arguments: TestEngine.available)
    func edit(engine: TestEngine) async throws {
        try await ConsentTown.run(on: engine) { town in
            #expect(try await town.app.get("/v1/consent-catalogue").json["version"] == 0)
            try await town.edit { $0.rules.append(.init(region: nil, purpose: .marketing, channel: .push, standing: .optOut)) }
            let stored = try await town.app.get("/v1/consent-catalogue")
            #expect(try stored.json["version"] == 1 && stored.headers[.eTag] == "\"1\"")
            let told = try #require(try await policies(town).last.flatMap { ConsentPolicy(json: $0) })
            #expect(told.version == 1 && told.standing(of: .marketing, on: .push, in: nil).standing == .optOut)
        }
    }

    @Test("is refused without the version that was read, for one that is old, and for one that is wrong")
    func refused() async throws {
        try await ConsentTown.run { town in
            let document = ConsentCatalogue.standard.json
            #expect(try await town.app.post("/v1/consent-catalogue", document, method: .put).status == .preconditionRequired)
            let old = try await town.app.post("/v1/consent-catalogue", document, method: .put, headers: [.ifMatch: "\"7\""])
            #expect(old.status == .preconditionFailed)
            let wrong = try await town.app.post("/v1/consent-catalogue", ["purposes": 1], method: .put, headers: [.ifMatch: "*"])
            #expect(wrong.status == .unprocessableContent && wrong.text.contains("/purposes"))
            let marketer = try town.app.keys.server(.profileRead, .profileWrite)
            let forbidden = try await town.app.post(
                "/v1/consent-catalogue", document, method: .put, key: marketer, headers: [.ifMatch: "*"])
            #expect(forbidden.status == .forbidden)
        }
    }

    @Test("the policy is published at the start and again before the feed forgets it, not more often", arguments: TestEngine.available)
    func announced(engine: TestEngine) async throws {
        try await ConsentTown.run(on: engine) { town in
            // The herald speaks as soon as the service has started.
            var told = 0
            for _ in 0..<1_000 where told == 0 { told = try await policies(town).count }
            #expect(told == 1)
            let feed = Feed(service: .profile, database: town.app.database, clock: town.app.time.clock, log: EventText())
            let desk = ConsentCatalogueDesk(
                database: town.app.database, feed: feed,
                audit: AuditLog(database: town.app.database, clock: town.app.time.clock))
            let now = town.app.time.clock.now()
            #expect(try await !desk.announceIfNeeded(at: now + .days(6), every: ConsentHerald.interval))
            #expect(try await desk.announceIfNeeded(at: now + .days(7), every: ConsentHerald.interval))
            #expect(try await policies(town).count == 2)
        }
    }

    @Test("by the console: a purpose with its text, double opt-in and defaults", arguments: TestEngine.available)
    func console(engine: TestEngine) async throws {
        try await ConsentTown.run(on: engine) { town in
            let overview = try await page(town, "/ui/profile/consents")
            #expect(overview.status == .ok && HTMLInspector(overview.text).faults == [])
            #expect(overview.text.contains("혜택과 소식") && overview.text.contains("미국: 거부하기 전까지 이용"))
            let empty = try await page(town, "/ui/profile/consents/purposes/new")
            #expect(empty.status == .ok && HTMLInspector(empty.text).faults == [])
            let form =
                "version=0&key=surveys&nameKo=%EC%84%A4%EB%AC%B8&nameEn=Surveys&textKo=%EB%AC%BB%EC%8A%B5%EB%8B%88%EB%8B%A4&textEn=We+ask&textVersion=1"
                + "&channel.email=on&isOffered=on&doubleOptIn=on&legalBasis=consent&validDays=365&default.kr=optIn&default.us=optOut&everywhere=optIn"
            let saved = try await page(town, "/ui/profile/consents/purposes/new", form: form)
            #expect(saved.status == .seeOther, "\(saved.text)")
            let catalogue = try ConsentCatalogue(stored: try await town.app.get("/v1/consent-catalogue").json)
            let surveys = try #require(catalogue.purposes.last)
            #expect(surveys.key.rawValue == "surveys" && surveys.doubleOptIn == [.email] && surveys.validDays == 365)
            #expect(surveys.text?.en == "We ask" && surveys.nameKo == "설문")
            #expect(
                catalogue.policy(version: 1, since: .epoch).standing(of: surveys.key, on: .email, in: Country(rawValue: "US")).standing
                    == .optOut)
            // The same form again was made from a version that is no longer in force.
            let again = try await page(town, "/ui/profile/consents/purposes/new", form: form)
            #expect(again.status == .unprocessableContent && again.text.contains("다른 사람이 고쳤습니다") && again.text.contains("value=\"설문\""))
        }
    }

    @Test("by the console: a published text stays as it was, a new version joins it")
    func texts() async throws {
        try await ConsentTown.run { town in
            let path = "/ui/profile/consents/purposes/marketing"
            #expect(HTMLInspector(try await page(town, path).text).faults == [])
            func form(_ version: Int, text: String) -> String {
                "version=\(version)&nameKo=M&nameEn=M&textKo=A&textEn=B&textVersion=\(text)&channel.email=on&legalBasis=consent&everywhere=optIn"
            }
            let refused = try await page(town, path, form: form(0, text: "1"))
            #expect(refused.status == .unprocessableContent && refused.text.contains("/purposes/0/texts/0"))
            #expect(try await page(town, path, form: form(0, text: "2")).status == .seeOther)
            let catalogue = try ConsentCatalogue(stored: try await town.app.get("/v1/consent-catalogue").json)
            #expect(catalogue[.marketing]?.texts.map(\.version) == ["1", "2"])
            let after = try await page(town, path)
            #expect(HTMLInspector(after.text).faults == [] && after.text.contains("나간 문구"))
            #expect(try await page(town, "/ui/profile/consents/purposes/nothing").status == .notFound)
            #expect(try await page(town, path, [.marketer]).status == .forbidden)
        }
    }

    @Test("by the console: a region is made, changed and taken out with its rules")
    func regions() async throws {
        try await ConsentTown.run { town in
            let path = "/ui/profile/consents/regions"
            #expect(HTMLInspector(try await page(town, path + "/new").text).faults == [])
            let made = try await page(town, path + "/new", form: "version=0&key=jp&nameKo=%EC%9D%BC%EB%B3%B8&nameEn=Japan&countries=jp")
            #expect(made.status == .seeOther, "\(made.text)")
            let taken = try await page(town, path + "/jp", form: "version=1&nameKo=J&nameEn=J&countries=JP+US")
            #expect(taken.status == .unprocessableContent && taken.text.contains("US belongs to another region"))
            #expect(try await page(town, path + "/us", form: "version=1&nameKo=J&nameEn=J&countries=").status == .seeOther)
            let catalogue = try ConsentCatalogue(stored: try await town.app.get("/v1/consent-catalogue").json)
            #expect(catalogue.regions.map(\.key) == ["kr", "europe", "jp"] && catalogue.rules.isEmpty)
        }
    }
}
