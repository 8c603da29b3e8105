import CommonModels
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("The snippet in a browser", .serialized, .enabled(if: Chromium.isAvailable, "Debian's chromium is not installed"))
struct SnippetBrowserTests {
    /// A website and a Profile that takes its events.
    private func run(_ body: @Sendable @escaping (Website, _ origin: String, TestInstallation, _ snippet: String) async throws -> Void)
        async throws
    {
        try await Website.run(snippet: try SnippetText.bundled().bytes) { site, origin in
            try await TestInstallation.of(ProfileService.self, variables: ["MARU_PROFILE_ORIGINS": origin], over: .live) { app in
                let port = try #require(app.client.port)
                try await body(site, origin, app, "http://127.0.0.1:\(port)/v1/snippet.js")
            }
        }
    }

    /// What is stored, as type and name, sorted.
    private func stored(_ app: TestInstallation) async throws -> [String] {
        try await app.database.read { tx in
            try tx.rows("SELECT type, name FROM event").map { "\(try $0.text("type")) \(try $0.textOrNull("name") ?? "")" }.sorted()
        }
    }

    private func property(_ name: String, of event: String, _ app: TestInstallation) async throws -> JSONValue? {
        try await app.database.read { tx in
            try tx.row("SELECT properties FROM event WHERE name = $1 ORDER BY event_seq LIMIT 1", [event])?.json("properties")[name]
        }
    }

    @Test("sees pages, clicks, searches, scroll depth and time, and sends what is left when the page goes")
    func everything() async throws {
        try await run { site, origin, app, snippet in
            let script = """
                maru.consent(true); maru.identify("kim", {plan: "gold"}); maru.track("Product Viewed", {sku: "P1"});
                document.getElementById("go").click(); document.querySelector("form button").click();
                scrollTo(0, 2000);
                setTimeout(() => { document.title = "second"; history.pushState({}, "", "/pages/second"); }, 3000);
                """
            site.publish("first", snippet: snippet, key: app.keys.write, script: script)
            // In a frame, so that the page can go while the browser stays.
            let frame = """
                const frame = document.createElement("iframe"); frame.src = "/pages/first"; document.body.append(frame);
                setTimeout(() => frame.remove(), 5000);
                """
            site.publish("outer", snippet: snippet, key: app.keys.write, attributes: "data-capture=\"\"", script: frame)
            _ = try await Chromium.open("\(origin)/pages/outer")
            #expect(
                try await stored(app) == [
                    "identify ", "page first", "page second", "track Consent Updated", "track Element Clicked", "track Element Clicked",
                    "track Page Left", "track Page Left", "track Product Viewed", "track Products Searched",
                ])
            #expect(try await property("query", of: "Products Searched", app) == "tea pot")
            #expect(try await property("text", of: "Element Clicked", app) == "Go there")
            let depth = try #require(try await property("scroll_percent", of: "Page Left", app)?.intValue)
            #expect(depth > 50 && depth < 100, "\(depth)")
            #expect(try await property("seconds", of: "Page Left", app)?.intValue == 3)
            let people = try await app.get("/v1/profiles").json["items"]?.arrayValue ?? []
            #expect(people.count == 1 && people.first?["userId"] == "kim")
            #expect(people.first?["eventCount"] == 10)
        }
    }

    @Test("without consent nothing is stored and nothing is sent; a refusal ends both")
    func consent() async throws {
        try await run { site, origin, app, snippet in
            let show = "document.getElementById('shown').textContent = Object.keys(localStorage).sort().join(' ') || 'nothing';"
            site.publish(
                "quiet", snippet: snippet, key: app.keys.write,
                script:
                    "maru.track('Seen'); maru.identify('kim'); document.getElementById('go').click(); setTimeout(() => { \(show) }, 9000)")
            let quiet = try await Chromium.open("\(origin)/pages/quiet")
            #expect(quiet.contains(">nothing<"))
            #expect(try await stored(app).isEmpty)
            site.publish(
                "refused", snippet: snippet, key: app.keys.write, attributes: "data-consent=\"implied\"",
                script: "maru.track('Seen'); maru.consent(false); maru.track('Not seen'); setTimeout(() => { \(show) }, 9000)")
            let refused = try await Chromium.open("\(origin)/pages/refused")
            #expect(refused.contains(">maru.consent<"), "only the refusal itself is remembered")
            #expect(try await stored(app) == ["page refused", "track Consent Updated", "track Seen"])
            #expect(try await property("status", of: "Consent Updated", app) == "denied")
        }
    }

    @Test("Global Privacy Control is told, is recorded as a refusal, and stops what nobody asked for")
    func privacyControl() async throws {
        try await run { site, origin, app, snippet in
            site.publish(
                "gpc", snippet: snippet, key: app.keys.write, attributes: "data-consent=\"implied\"",
                before: "Object.defineProperty(navigator, 'globalPrivacyControl', {value: true});",
                script: "maru.track('Order Completed'); document.getElementById('go').click();")
            _ = try await Chromium.open("\(origin)/pages/gpc")
            #expect(try await stored(app) == ["track Consent Updated", "track Order Completed"])
            #expect(try await property("purpose", of: "Consent Updated", app) == "advertising")
            let source = try await app.database.read { tx in try tx.row("SELECT source FROM consent_record")?.text("source") }
            #expect(source == ConsentSignalStore.source)
        }
    }

    @Test("a delivery that fails is repeated later with the same ids, a refused one is dropped, and the queue has an end")
    func retries() async throws {
        try await Website.run(snippet: try SnippetText.bundled().bytes) { site, origin in
            site.answer(.serviceUnavailable, .tooManyRequests, .ok)
            site.publish(
                "retry", snippet: "\(origin)/v1/snippet.js", key: "k", attributes: "data-consent=\"implied\" data-capture=\"\"",
                script: "maru.track('One');")
            _ = try await Chromium.open("\(origin)/pages/retry", seconds: 40)
            let ids = site.batches.compactMap { (try? JSONValue(parsing: $0))?["batch"]?.arrayValue?.compactMap { $0["messageId"] } }
            #expect(ids.count == 3 && Set(ids).count == 1 && ids.first?.count == 1, "\(ids)")

            site.answer(.badRequest)
            site.publish(
                "refused", snippet: "\(origin)/v1/snippet.js", key: "k", attributes: "data-consent=\"implied\" data-capture=\"\"",
                script: "maru.track('Two');")
            _ = try await Chromium.open("\(origin)/pages/refused", seconds: 40)
            #expect(site.batches.count == 4)

            site.answer(.serviceUnavailable)
            let count = "document.getElementById('shown').textContent = JSON.parse(localStorage.getItem('maru.queue')).length + ' wait';"
            site.publish(
                "full", snippet: "\(origin)/v1/snippet.js", key: "k", attributes: "data-consent=\"implied\" data-capture=\"\"",
                script: "for (let n = 0; n < 260; n++) maru.track('Many', {n}); setTimeout(() => { \(count) }, 3000);")
            let full = try await Chromium.open("\(origin)/pages/full", seconds: 10)
            #expect(full.contains(">200 wait<"))
        }
    }
}
