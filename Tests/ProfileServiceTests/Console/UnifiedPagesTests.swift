import CommonModels
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ServiceKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Pages of the unified profile")
struct UnifiedPagesTests {
    private func seed(_ app: TestInstallation) async throws -> String {
        let at = app.time.clock.now()
        func call(_ type: String, _ id: String, _ more: JSONObject) -> JSONValue {
            var call: JSONObject = ["type": .string(type), "messageId": .string(id), "userId": "m1", "timestamp": .string(at.rfc3339)]
            for (name, value) in more { call[name] = value }
            return .object(call)
        }
        let order: JSONValue = [
            "revenue": 68_000, "currency": "KRW", "products": [["name": "크림", "category": "보습"]], "channel": "push",
        ]
        let calls = [
            call("identify", "a", ["traits": ["name": "서지은", "tier": "골드", "home": ["city": "서울"]]]),
            call("identify", "b", ["traits": ["skinType": "건성"], "context": ["zeroParty": true]]),
            call(
                "track", "c", ["event": "Order Completed", "properties": order, "context": ["timezone": "Asia/Seoul", "locale": "ko-KR"]]),
            call(
                "group", "d", ["groupId": "home 1", "traits": ["name": "지은네"], "context": ["group": ["kind": "household", "role": "대표"]]]),
        ]
        #expect(try await app.post("/v1/batch", ["batch": .array(calls)], key: app.keys.write).status == .ok)
        let found = try await app.get("/v1/profiles?identity=userId:m1").json
        return "/ui/profile/customers/" + (found["items"]?.arrayValue?.first?["id"]?.stringValue ?? "")
    }

    @Test("a customer's page shows what is known by how it is known, with unit, source and confidence", arguments: ["ko", "en"])
    func knowledge(locale: String) async throws {
        try await TestInstallation.of(ProfileService.self) { app in
            let text = try await app.page(try await seed(app), locale: locale).text
            #expect(HTMLInspector(text).faults == [])
            let words =
                locale == "ko"
                ? ["고객이 직접 답한 것", "피부 타입", "계산한 것", "누적 구매액", "최근 90일", "추정한 것", "Asia/Seoul", "확신 33%", "지은네", "가구", "대표", "값 고치기"]
                : [
                    "Their own answers", "Skin type", "Computed", "Total spend", "last 90 days", "Estimated", "33% sure", "household",
                    "Edit values",
                ]
            for word in words + ["₩68,000", "보습"] { #expect(text.contains(word), "\(word)") }
        }
    }

    @Test("an edit needs a reason, counts at once, and leaves the old value and the reason behind")
    func edit() async throws {
        try await TestInstallation.of(ProfileService.self) { app in
            let address = try await seed(app)
            let form = try await app.page(address + "/traits?name=tier").text
            #expect(HTMLInspector(form).faults == [] && form.contains("골드"))
            let refused = try await app.submit(address + "/traits", ["name": "tier", "kind": "firstParty", "value": "플래티넘", "reason": ""])
            #expect(refused.status == .unprocessableContent && refused.text.contains("플래티넘") && refused.text.contains("까닭을 적어"))
            let saved = try await app.submit(
                address + "/traits", ["name": "tier", "kind": "firstParty", "value": "플래티넘", "reason": "전화 확인"])
            #expect(saved.status == .seeOther)
            let text = try await app.page(address).text
            #expect(text.contains("플래티넘") && text.contains("전화 확인") && text.contains("바뀐 값 1개") && HTMLInspector(text).faults == [])
            _ = try await app.submit(address + "/traits", ["name": "phone", "kind": "firstParty", "value": "01012345678", "reason": "본인"])
            _ = try await app.submit(address + "/traits", ["name": "age", "kind": "zeroParty", "value": "31", "reason": "본인"])
            _ = try await app.submit(
                address + "/traits", ["name": "home", "kind": "firstParty", "value": "", "remove": "on", "reason": "오기"])
            let id = address.split(separator: "/").last ?? ""
            let traits = try await app.get("/v1/profiles/\(id)").json["traits"]
            #expect(traits?["phone"]?["value"] == "01012345678" && traits?["age"]?["value"] == 31 && traits?["home"] == nil)
            #expect(try await app.page(address + "/traits", as: [.marketer]).status == .forbidden)
        }
    }

    @Test("traits are defined, changed and removed on pages; what is wrong is said beside what was typed")
    func definitions() async throws {
        try await TestInstallation.of(ProfileService.self) { app in
            let overview = try await app.page("/ui/profile/traits").text
            #expect(HTMLInspector(overview).faults == [] && overview.contains("평균 주문액") && overview.contains("모든 소스가 같습니다"))
            let new = try await app.page("/ui/profile/traits/computed").text
            #expect(HTMLInspector(new).faults == [])
            let wrong = try await app.submit("/ui/profile/traits/computed", ["key": "appOrders", "document": #"{"events": []}"#])
            #expect(wrong.status == .unprocessableContent && wrong.text.contains("/events") && HTMLInspector(wrong.text).faults == [])
            let made = try await app.submit("/ui/profile/traits/computed", ["key": "appOrders", "document": ComputedTraitPages.example])
            #expect(made.status == .seeOther)
            let taken = try await app.submit(
                "/ui/profile/traits/computed",
                ["key": "appOrders", "document": #"{"name":{"ko":"가","en":"A"},"events":["X"],"aggregate":"count"}"#])
            #expect(taken.text.contains("이 키를 쓰는 속성이 있습니다"))
            let edit = try await app.page("/ui/profile/traits/computed/appOrders").text
            #expect(HTMLInspector(edit).faults == [] && edit.contains("name=\"version\" value=\"1\""))
            let late = try await app.submit(
                "/ui/profile/traits/computed/appOrders",
                ["version": "9", "document": #"{"name":{"ko":"가","en":"A"},"events":["X"],"aggregate":"count"}"#])
            #expect(late.status == .unprocessableContent && late.text.contains("그사이"))
            #expect(try await app.page("/ui/profile/traits/computed/appOrders/remove").status == .ok)
            #expect(try await app.submit("/ui/profile/traits/computed/appOrders/remove", [:]).status == .seeOther)
            #expect(try await app.page("/ui/profile/traits/computed/appOrders").status == .notFound)
        }
    }

    @Test("sources are ranked on a page")
    func priorities() async throws {
        try await TestInstallation.of(ProfileService.self) { app in
            let path = "/ui/profile/traits/priorities"
            let form = try await app.page(path).text
            #expect(HTMLInspector(form).faults == [])
            #expect(try await app.submit(path, ["trait": "tier", "sources": ""]).status == .unprocessableContent)
            #expect(try await app.submit(path, ["trait": "tier", "sources": "crm\r\nweb\n"]).status == .seeOther)
            #expect(try await app.page("/ui/profile/traits").text.contains("CRM › 웹"))
            #expect(try await app.page(path + "?trait=tier").text.contains("crm\nweb"))
            #expect(try await app.submit(path + "/remove", ["trait": "tier"]).status == .seeOther)
            #expect(try await app.get("/v1/source-priorities").json["items"] == [])
        }
    }

    @Test("groups are found by kind and show their traits and members, in both languages", arguments: ["ko", "en"])
    func groups(locale: String) async throws {
        try await TestInstallation.of(ProfileService.self) { app in
            let empty = try await app.page("/ui/profile/groups", locale: locale).text
            #expect(empty.contains("groupId") && HTMLInspector(empty).faults == [])
            _ = try await seed(app)
            let list = try await app.page("/ui/profile/groups?kind=household", locale: locale).text
            #expect(HTMLInspector(list).faults == [] && list.contains("지은네") && list.contains("/ui/profile/groups/home%201"))
            let one = try await app.page("/ui/profile/groups/home%201", locale: locale).text
            #expect(HTMLInspector(one).faults == [] && one.contains("대표") && one.contains("서지은"))
            #expect(try await app.page("/ui/profile/groups/home%201", as: [.marketer], locale: locale).text.contains("서*은"))
            #expect(try await app.page("/ui/profile/groups/nobody", locale: locale).status == .notFound)
        }
    }

    @Test("the timeline is narrowed down by source and day of the reader")
    func timeline() async throws {
        try await TestInstallation.of(ProfileService.self) { app in
            let address = try await seed(app)
            // Clocks start on 2026-09-17 at noon in Seoul.
            #expect(try await app.page(address + "?from=2026-09-17&to=2026-09-17&name=Order%20Completed").text.contains("₩68,000 · 크림"))
            let before = try await app.page(address + "?to=2026-09-16").text
            #expect(before.contains("이 조건에 맞는 일이 없습니다") && HTMLInspector(before).faults == [])
            #expect(try await app.page(address + "?source=nobody").text.contains("이 조건에 맞는 일이 없습니다"))
        }
    }
}
