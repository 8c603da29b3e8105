import CommonModels
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ServiceKit
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Pages of imports")
struct ImportPagesTests {
    private func page(_ town: ImportTown, _ path: String, _ session: HTTPFields, lang: String = "en") async throws -> String {
        var headers = session
        headers[.acceptLanguage] = lang
        headers[.accept] = "text/html"
        let answer = try await town.app.send(.get, path, key: nil, headers: headers)
        #expect(answer.status == .ok, "\(path)")
        #expect(HTMLInspector(answer.text).faults == [], "\(path)")
        return answer.text
    }

    private func submit(_ town: ImportTown, _ path: String, _ session: HTTPFields, _ form: String) async throws -> TestResponse {
        var headers = session
        headers[.contentType] = "application/x-www-form-urlencoded"
        headers[.acceptLanguage] = "en"
        headers[.accept] = "text/html"
        return try await town.app.send(.post, path, key: nil, headers: headers, body: ByteBuffer(string: form))
    }

    @Test("an empty list teaches with a mapping, in both languages", arguments: ["ko", "en"])
    func empty(lang: String) async throws {
        try await ImportTown.with { town in
            let session = try await town.app.session(of: [.engineer])
            let text = try await page(town, "/ui/profile/imports", session, lang: lang)
            #expect(text.contains("messageId: &quot;shop:{order_id}&quot;") && text.contains("/ui/profile/imports/new"))
            #expect(text.contains(lang == "ko" ? "아직 가져온 파일이 없습니다" : "No file was imported yet"))
            #expect(!text.contains("imports."), "every key has its sentence")
            let form = try await page(town, "/ui/profile/imports/new", session, lang: lang)
            #expect(form.contains("import-upload.js") && form.contains("type=\"file\""))
            #expect(try await page(town, "/ui/profile/import-mappings/new", session, lang: lang).contains("name=\"document\""))
        }
    }

    @Test("pasted rows are tried, looked at, and imported; the page says what was refused")
    func journey() async throws {
        try await ImportTown.with { town in
            let session = try await town.app.session(of: [.administrator])
            let rows = ImportTown.orders(12).replacing("\n", with: "%0A").replacing(":", with: "%3A")
            let tried = try await submit(town, "/ui/profile/imports", session, "rows=\(rows)&mapping=orders&dryRun=on")
            #expect(tried.status == .seeOther)
            let path = try #require(tried.headers[.location])
            _ = try await town.ended(String(path.split(separator: "/").last ?? ""))
            let shown = try await page(town, path, session)
            #expect(shown.contains("11 would become events, 1 cannot be used"))
            #expect(shown.contains("&#39;free&#39; is not of type decimal") || shown.contains("'free' is not of type decimal"))
            #expect(shown.contains("rejects.csv") && shown.contains("Start the import"))
            #expect(try await town.stored().isEmpty)
            let file = try #require(shown.firstMatch(of: /name="file" value="(fil_[0-9a-z]+)"/)?.1)
            let real = try await submit(town, "/ui/profile/imports", session, "file=\(file)&mapping=orders")
            let done = try await town.ended(String(real.headers[.location]?.split(separator: "/").last ?? ""))
            #expect(done["counts"]?["events"] == 11)
            #expect(try await page(town, "/ui/profile/imports", session).contains("pasted.csv"))
        }
    }

    @Test("what is wrong with a form is said at its field")
    func faults() async throws {
        try await ImportTown.with { town in
            let session = try await town.app.session(of: [.engineer])
            let nothing = try await submit(town, "/ui/profile/imports", session, "mapping=orders")
            #expect(nothing.status == .unprocessableContent && nothing.text.contains("e-rows"))
            let unmapped = try await submit(town, "/ui/profile/imports", session, "rows=a%0A1&mapping=")
            #expect(unmapped.status == .unprocessableContent && unmapped.text.contains("e-mapping"))
            let mapping = try await submit(town, "/ui/profile/import-mappings", session, "name=bad&document=source%3A+x")
            #expect(mapping.status == .unprocessableContent && mapping.text.contains("/messageId"))
            let saved = try await submit(
                town, "/ui/profile/import-mappings", session,
                "name=mine&document=source%3A+x%0D%0Aevent%3A+%7Bname%3A+N%7D%0D%0AmessageId%3A+%27%7Bid%7D%27%0D%0AuserId%3A+%27%7Bu%7D%27%0D%0Atimestamp%3A+%7Bcolumn%3A+t%7D"
            )
            #expect(saved.status == .seeOther, "\(saved.text)")
            #expect(try await town.app.get("/v1/import-mappings/mine").json["yaml"]?.stringValue?.contains("\r") == false)
        }
    }

    @Test("who may only read sees no rows and no buttons")
    func reader() async throws {
        try await ImportTown.with { town in
            let done = try await town.run(try await town.upload(ImportTown.orders(10)), ["mapping": "orders", "dryRun": true])
            let session = try await town.app.session(of: [.analyst])
            let text = try await page(town, "/ui/profile/imports/\(done["id"]?.stringValue ?? "")", session)
            #expect(!text.contains("rejects.csv") && !text.contains("o10,c10") && !text.contains("Start the import"))
            #expect(!text.contains("free"), "a reason quotes the row")
            #expect(text.contains("they are for roles that read every field"))
            #expect(try await submit(town, "/ui/profile/imports", session, "rows=a").status == .forbidden)
        }
    }

    @Test("who imports but does not read every field sees counts, and no rows by any way")
    func masked() async throws {
        try await ImportTown.with { town in
            let done = try await town.run(try await town.upload(ImportTown.orders(10)), ["mapping": "orders", "dryRun": true])
            let id = done["id"]?.stringValue ?? ""
            #expect(done["samples"]?.arrayValue?.isEmpty == false, "who reads everything sees them")
            let session = try await town.app.session(of: [.engineer])
            let text = try await page(town, "/ui/profile/imports/\(id)", session)
            #expect(text.contains("Start the import") && !text.contains("free") && !text.contains("shop:o1"))
            #expect(!text.contains("rejects.csv"))
            let key = try town.app.keys.server(.profileRead, .profileWrite)
            #expect(try await town.app.send(.get, "/v1/imports/\(id)/rejects.csv", key: key).status == .forbidden)
            let shown = try await town.app.send(.get, "/v1/imports/\(id)", key: key)
            let samples = try shown.json["samples"]
            #expect(shown.status == .ok && samples == nil)
            #expect(try await town.count("SELECT count(*) AS n FROM maru_audit WHERE action = 'import.rejects'") == 0)
        }
    }
}
