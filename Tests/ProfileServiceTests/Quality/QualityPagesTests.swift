import CommonModels
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ServiceKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Pages of data quality")
struct QualityPagesTests {
    @Test("teach when they are empty, in both languages", arguments: ["ko", "en"])
    func empty(locale: String) async throws {
        try await TestInstallation.of(ProfileService.self) { app in
            for (path, words) in [
                ("/ui/profile/quality", locale == "ko" ? "아직 추적 계획이 없습니다" : "There is no tracking plan yet"),
                ("/ui/profile/quality/quarantine", locale == "ko" ? "격리된 이벤트가 없습니다" : "Nothing in quarantine"),
                ("/ui/profile/quality/plan", locale == "ko" ? "아직 항목이 없습니다" : "No entries yet"),
                ("/ui/profile/quality/plan/entry", "JSON Schema"),
            ] {
                let answer = try await app.page(path, locale: locale)
                #expect(answer.status == .ok && answer.text.contains(words), "\(path)")
                #expect(HTMLInspector(answer.text).faults == [], "\(path)")
            }
            #expect(try await app.page("/ui/profile/quality/sources/nobody").status == .notFound)
            #expect(try await app.page("/ui/profile/quality/quarantine/events/9").status == .notFound)
            #expect(try await app.page("/ui/profile/quality/plan/entry?kind=track&name=a").status == .notFound)
        }
    }

    @Test("show scores with reasons, violations with a sample, and what waits", arguments: ["ko", "en"])
    func filled(locale: String) async throws {
        try await TestInstallation.of(ProfileService.self) { app in
            let town = QualityTown(app: app)
            try await town.plan("track", "Order Completed", "quarantine")
            try await town.plan("page", "*", "observe", ["required": ["path"]])
            for week in 0..<4 {
                try await town.send(town.order("w\(week)", "kim"), ["type": "page", "name": "Home", "userId": "kim"])
                app.time.advance(by: .days(7))
            }
            try await town.send(town.order("bad", "lee", revenue: "12,500원"), town.order("good", "lee"))
            app.time.advance(by: .hours(2))
            let overview = try await app.page("/ui/profile/quality", locale: locale).text
            #expect(HTMLInspector(overview).faults == [])
            #expect(overview.contains("99,999가") && overview.contains("/ui/profile/quality/sources/web") && !overview.contains("12,500"))
            let source = try await app.page("/ui/profile/quality/sources/web", locale: locale).text
            #expect(HTMLInspector(source).faults == [])
            #expect(source.contains(locale == "ko" ? "지난 4주 같은 시간대" : "in the same hours of 4 earlier weeks") && source.contains("<svg"))
            let list = try await app.page("/ui/profile/quality/quarantine?rule=track:Order%20Completed", locale: locale).text
            #expect(HTMLInspector(list).faults == [] && list.contains("/ui/profile/quality/quarantine/events/1"))
            let none = try await app.page("/ui/profile/quality/quarantine?q=nothing&from=2026-09-01&to=2026-09-02", locale: locale).text
            #expect(HTMLInspector(none).faults == [] && none.contains(locale == "ko" ? "맞는 이벤트가 없습니다" : "No event fits"))
            let event = try await app.page("/ui/profile/quality/quarantine/events/1", locale: locale).text
            #expect(HTMLInspector(event).faults == [] && event.contains("12,500원"))
            let analyst = try await app.page("/ui/profile/quality/quarantine/events/1", as: [.analyst], locale: locale).text
            #expect(!analyst.contains("12,500원") && !analyst.contains("quarantine/replay"))
            let plan = try await app.page("/ui/profile/quality/plan", locale: locale).text
            #expect(HTMLInspector(plan).faults == [] && plan.contains("Order Completed"))
            let entry = try await app.page("/ui/profile/quality/plan/entry?kind=track&name=Order%20Completed", locale: locale).text
            #expect(HTMLInspector(entry).faults == [] && entry.contains("order_id"))
            #expect(try await app.page("/ui/profile/quality", as: [.finance]).status == .forbidden)
        }
    }

    @Test("an entry is written, refused at its place, tried, kept, changed and removed")
    func editing() async throws {
        try await TestInstallation.of(ProfileService.self) { app in
            let town = QualityTown(app: app)
            try await town.send(town.order("o1", "kim", revenue: -1), town.order("o2", "kim"))
            let address = "/ui/profile/quality/plan/entry"
            func entry(_ path: String, _ schema: String, version: String? = nil) async throws -> TestResponse {
                let fields: KeyValuePairs<String, String> = [
                    "kind": "track", "name": "Order Completed", "mode": "quarantine", "description": "주문", "schema": schema,
                ]
                guard let version else { return try await app.submit(path, fields) }
                let all: KeyValuePairs<String, String> = [
                    "kind": "track", "name": "Order Completed", "mode": "block", "schema": schema, "version": version,
                ]
                return try await app.submit(path, all)
            }
            let wrong = try await entry(address, #"{"properties": {"a": {"typ": 1}}}"#)
            #expect(wrong.status == .unprocessableContent && wrong.text.contains("/properties/a/typ: 지원하지 않습니다"))
            #expect(HTMLInspector(wrong.text).faults == [])
            #expect(try await entry(address, "{").text.contains("JSON이 아닙니다"))
            let tried = try await entry("/ui/profile/quality/plan/try", QualityTown.order.serialized)
            #expect(tried.status == .ok && tried.text.contains("최근 이벤트 2건 가운데 2건에 해당하고, 1건이 맞지 않습니다"))
            #expect(HTMLInspector(tried.text).faults == [])
            let masked = try await app.page(address, as: [.engineer]).text
            #expect(masked.contains("모든 항목을 읽는 역할만") && !masked.contains("quality/plan/try"))
            #expect(try await app.get("/v1/tracking-plan").json["items"] == [])
            #expect(try await entry(address, QualityTown.order.serialized).status == .seeOther)
            #expect(
                try await entry(address, QualityTown.order.serialized + " ", version: nil).status == .seeOther, "the same changes nothing")
            #expect(try await entry(address, "true").text.contains("이 이름의 항목이 이미 있습니다"))
            #expect(try await entry(address, "true", version: "9").status == .unprocessableContent)
            #expect(try await entry(address, "true", version: "1").status == .seeOther)
            #expect(try await app.get("/v1/tracking-plan").json["items"]?.arrayValue?.first?["version"] == 2)
            let confirm = try await app.page("/ui/profile/quality/plan/remove?kind=track&name=Order%20Completed")
            #expect(HTMLInspector(confirm.text).faults == [] && confirm.text.contains("Order Completed"))
            _ = try await app.submit("/ui/profile/quality/plan/remove", ["kind": "track", "name": "Order Completed"])
            #expect(try await app.get("/v1/tracking-plan").json["items"] == [])
        }
    }

    @Test("settings are saved by version, and what waits is replayed and discarded with a reason")
    func acting() async throws {
        try await TestInstallation.of(ProfileService.self) { app in
            let town = QualityTown(app: app)
            let settings = "/ui/profile/quality/plan/settings"
            #expect(
                try await app.submit(settings, ["unplanned": "quarantine", "quarantineDays": "0", "version": "0"]).status
                    == .unprocessableContent)
            #expect(
                try await app.submit(settings, ["unplanned": "quarantine", "quarantineDays": "30", "version": "0"]).status == .seeOther)
            #expect(
                try await app.submit(settings, ["unplanned": "allow", "quarantineDays": "30", "version": "0"]).status
                    == .unprocessableContent)
            for id in ["o1", "o2", "o3"] { try await town.send(town.order(id, "kim")) }
            #expect(try await town.waiting().count == 3)
            let address = "/ui/profile/quality/quarantine"
            let ask = try await app.page(address + "/discard?id=1").text
            #expect(HTMLInspector(ask).faults == [])
            let silent = try await app.submit(address + "/discard", ["id": "1", "reason": ""])
            #expect(silent.status == .unprocessableContent && silent.text.contains("까닭을"))
            #expect(try await app.submit(address + "/discard", ["id": "1", "reason": "시험"]).status == .seeOther)
            try await town.plan("track", "Order Completed", "observe", true)
            #expect(try await app.submit(address + "/replay", ["id": "2"]).status == .seeOther)
            #expect(try await app.submit(address + "/replay", ["source": "web"]).status == .seeOther)
            let deadline = ContinuousClock.now + .seconds(30)
            while try await town.app.get("/v1/quarantine/runs").json["items"]?.arrayValue?.allSatisfy({ $0["finishedAt"] != nil }) != true {
                try #require(ContinuousClock.now < deadline)
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(try await town.waiting().isEmpty)
            #expect(try await town.events(of: "kim").compactMap { $0["messageId"]?.stringValue }.sorted() == ["o2", "o3"])
            let list = try await app.page(address).text
            #expect(HTMLInspector(list).faults == [] && list.contains("시험"))
        }
    }
}
