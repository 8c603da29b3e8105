import CommonModels
import HTTPTypes
import HummingbirdTesting
import ProfileDomain
import ServiceKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("The preference centre")
struct PreferenceCentreTests {
    private static let shown = [
        "marketing.email", "marketing.sms", "marketing.push", "personalization.all", "analytics.all", "advertising.all",
    ].map { "shown=\($0)" }.joined(separator: "&")

    private func traits(_ town: ConsentTown) async throws -> JSONValue {
        try await town.app.get("/v1/profiles/\(town.kim.rawValue)").json["traits"] ?? .null
    }

    @Test("opens by its link without signing in, in Korean and English, and looking changes nothing", arguments: TestEngine.available)
    func look(engine: TestEngine) async throws {
        try await ConsentTown.run(on: engine) { town in
            let link = try await town.link(["kind": "preferences"])
            let korean = try await town.open(link)
            #expect(korean.status == .ok && HTMLInspector(korean.text).faults == [])
            for text in ["수신 설정", "혜택과 소식", "할인, 새 상품", "k***@example.com", "모든 동의 철회"] {
                #expect(korean.text.contains(text), "\(text)")
            }
            #expect(!korean.text.contains("kim@example.com"), "nothing personal beyond a masked address")
            let english = try await town.open(link + "?lang=en")
            #expect(HTMLInspector(english.text).faults == [] && english.text.contains("Your preferences"))
            #expect(!english.text.contains("consent."), "a key without words")
            _ = try await town.open(link, .head)
            #expect(try await town.proofs().isEmpty)
        }
    }

    @Test("records what was switched, with text, language and place as proof, and nothing else", arguments: TestEngine.available)
    func save(engine: TestEngine) async throws {
        try await ConsentTown.run(on: engine) { town in
            let link = try await town.link(["kind": "preferences"])
            let saved = try await town.open(link, .post, form: Self.shown + "&on=marketing.email&on=analytics.all&text.marketing=1")
            #expect(saved.status == .seeOther && saved.headers[.location]?.contains("done=saved") == true)
            #expect(try await town.proofs() == ["granted email preference-centre", "granted all preference-centre"])
            let proof = try #require(try await town.records().first)
            #expect(proof["textVersion"] == "1" && proof["language"] == "ko" && proof["userAgent"] == "Test/1")
            #expect(try await town.counts() == "granted ownRecord")
            #expect(try await town.counts("marketing", "sms") == "unknown notAsked", "left off is not refused")

            town.app.time.advance(by: .seconds(1))
            let same = try await town.open(link, .post, form: Self.shown + "&on=marketing.email&on=analytics.all")
            #expect(same.status == .seeOther)
            #expect(try await town.proofs().count == 2, "nothing changed, nothing is recorded")

            _ = try await town.open(link, .post, form: Self.shown + "&on=analytics.all")
            #expect(try await town.counts() == "withdrawn ownRecord")
            _ = try await town.open(link, .post, form: "")
            #expect(try await town.counts("analytics", "all") == "granted ownRecord", "a switch that was not shown was not switched off")
        }
    }

    @Test("keeps preferred channels and hours as traits, and forgets them when they are cleared", arguments: TestEngine.available)
    func contact(engine: TestEngine) async throws {
        try await ConsentTown.run(on: engine) { town in
            let link = try await town.link(["kind": "preferences"])
            _ = try await town.open(link, .post, form: "prefer=push&prefer=email&from=09%3A00&to=21%3A00")
            #expect(try await traits(town)["contact_channels"]?["value"] == ["email", "push"])
            #expect(try await traits(town)["contact_hours"]?["value"] == "09:00-21:00")
            #expect(try await traits(town)["contact_hours"]?["source"] == "preference-centre")
            let page = try await town.open(link).text
            #expect(page.contains("value=\"push\" checked") && page.contains("value=\"09:00\" selected"))
            town.app.time.advance(by: .seconds(1))
            _ = try await town.open(link, .post, form: "from=&to=")
            #expect(try await traits(town)["contact_hours"] == nil)
            #expect(try await traits(town)["contact_channels"] == nil)
            #expect(try await town.feed("Preferences Updated").count == 2)
        }
    }

    @Test("withdraws everything at once, also what one channel alone had", arguments: TestEngine.available)
    func withdrawAll(engine: TestEngine) async throws {
        try await ConsentTown.run(on: engine) { town in
            for channel in ["email", "sms"] {
                try await town.state(["purpose": "marketing", "channel": .string(channel), "status": "granted"])
            }
            town.app.time.advance(by: .seconds(1))
            let link = try await town.link(["kind": "preferences"])
            #expect(try await town.open(link + "/withdrawal").status != .ok, "looking is no way to withdraw")
            #expect(try await town.open(link + "/withdrawal", .post, form: "").status == .seeOther)
            for channel in ["email", "sms", "push"] {
                #expect(try await town.counts("marketing", channel)?.hasPrefix("withdrawn") == true, "\(channel)")
            }
            #expect(try await town.counts("advertising", "all") == "withdrawn ownRecord")
            let count = try await town.proofs().count
            _ = try await town.open(link + "/withdrawal", .post, form: "")
            #expect(try await town.proofs().count == count)
            town.app.time.advance(by: .seconds(1))
            _ = try await town.open(link, .post, form: Self.shown + "&on=marketing.email")
            #expect(try await town.counts() == "granted ownRecord", "and everything can be chosen again")
        }
    }

    @Test("a forged or old link opens nothing and saves nothing")
    func links() async throws {
        try await ConsentTown.run { town in
            let link = try await town.link(["kind": "preferences"])
            for forged in [String(link.dropLast(3)) + "AAA", "/preferences/x"] {
                let answer = try await town.open(forged, .post, form: Self.shown + "&on=marketing.email")
                #expect(answer.status == .notFound && answer.text.contains("링크가 올바르지 않습니다"))
            }
            town.app.time.advance(by: PreferenceLinks.lifetime)
            #expect(try await town.open(link).status == .gone)
            #expect(try await town.open(link, .post, form: Self.shown + "&on=marketing.email").status == .gone)
            #expect(try await town.proofs().isEmpty)
            #expect(
                try await town.app.post("/v1/profiles/\(town.kim.rawValue)/consent-links", ["kind": "unsubscribe"]).status
                    == .unprocessableContent)
        }
    }

    @Test("what a region allows until refusal can be refused; what needs no consent there is no choice")
    func regions() async throws {
        try await ConsentTown.run { town in
            try await town.edit { catalogue in
                catalogue.rules += [
                    .init(region: "kr", purpose: .analytics, channel: .all, standing: .optOut),
                    .init(region: "kr", purpose: .personalization, channel: .all, standing: .notApplicable),
                ]
            }
            let link = try await town.link(["kind": "preferences"])
            let page = try await town.open(link).text
            #expect(page.contains("거부하기 전까지 이용") && !page.contains("personalization.all"))
            _ = try await town.open(link, .post, form: Self.shown)
            #expect(try await town.counts("analytics", "all") == "denied ownRecord")
            #expect(try await town.counts("personalization", "all") == "granted regionalDefault", "it was not offered")
            #expect(try await town.proofs() == ["denied all preference-centre"])
        }
    }
}
