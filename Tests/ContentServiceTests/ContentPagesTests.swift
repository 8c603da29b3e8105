import CommonModels
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ServiceKit
import TestFixtures
import Testing

@testable import ContentService

@Suite("Content pages")
struct ContentPagesTests {
    private func form(_ fields: KeyValuePairs<String, String>, _ session: HTTPFields) -> (HTTPFields, ByteBuffer) {
        var headers = session
        headers[.contentType] = "application/x-www-form-urlencoded"
        let body = fields.map { name, value in
            name + "="
                + value.utf8.map {
                    ($0 >= 97 && $0 <= 122) || ($0 >= 48 && $0 <= 57)
                        ? String(UnicodeScalar($0)) : "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16)
                }.joined()
        }.joined(separator: "&")
        return (headers, ByteBuffer(string: body))
    }

    @Test("an editor makes an item, writes it and sees it; an approver publishes it", arguments: ["ko", "en"])
    func loop(language: String) async throws {
        try await TestInstallation.of(ContentService.self) { app in
            let editor = try await app.session(of: [.contentEditor])
            let empty = try await app.send(.get, "/ui/content?lang=\(language)", key: nil, headers: editor)
            #expect(empty.status == .ok)
            let (headers, made) = form(
                [
                    "key": "hello", "kind": "email", "name": "첫 인사 <b>", "folder": "", "tags": "a, b", "purpose": "marketing",
                    "defaultLocale": "ko",
                ], editor)
            let created = try await app.send(.post, "/ui/content/new?lang=\(language)", key: nil, headers: headers, body: made)
            #expect(created.status == .seeOther)
            #expect(created.headers[.location] == "/ui/content/items/hello")
            let (again, words) = form(
                [
                    "locale": "ko", "revision": "1", "part-subject": "{{ profile.name | default: '고객' }}님",
                    "part-html": "<p>{{ context.unsubscribe_url }}</p>",
                ], editor)
            #expect(try await app.send(.post, "/ui/content/items/hello/draft", key: nil, headers: again, body: words).status == .seeOther)
            let page = try await app.send(.get, "/ui/content/items/hello?lang=\(language)", key: nil, headers: editor)
            #expect(page.status == .ok)
            #expect(page.text.contains("고객님"))
            #expect(page.text.contains("첫 인사 &lt;b&gt;"))
            #expect(!page.text.contains("content."), "a word of the catalogue is missing")
            let preview = try await app.send(.get, "/ui/content/items/hello/preview?locale=ko", key: nil, headers: editor)
            #expect(preview.text.contains("<p>https://example.com/unsubscribe</p>"))
            let (publish, nothing) = form([:], editor)
            #expect(
                try await app.send(.post, "/ui/content/items/hello/publish", key: nil, headers: publish, body: nothing).status == .forbidden
            )
            let approver = try await app.session(of: [.approver])
            for (revision, status) in [("1", HTTPResponse.Status.preconditionFailed), ("2", .seeOther)] {
                let (approve, seen) = form(["revision": revision], approver)
                #expect(
                    try await app.send(.post, "/ui/content/items/hello/publish", key: nil, headers: approve, body: seen).status == status,
                    "words saved since the page was read are not published")
            }
            #expect(try await app.post("/v1/items/hello/render", [:]).json["parts"]?["subject"] == "고객님")
            let list = try await app.send(.get, "/ui/content?lang=\(language)&q=hello", key: nil, headers: editor)
            #expect(list.text.contains("/ui/content/items/hello"))
        }
    }

    @Test("a wrong form keeps what was typed and says what is wrong")
    func wrongForm() async throws {
        try await TestInstallation.of(ContentService.self) { app in
            let editor = try await app.session(of: [.contentEditor])
            let (headers, body) = form(
                ["key": "Not A Key", "kind": "sms", "name": "x", "purpose": "marketing", "defaultLocale": "ko"], editor)
            let answer = try await app.send(.post, "/ui/content/new", key: nil, headers: headers, body: body)
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("Not A Key"))
            #expect(answer.text.contains("id=\"e-key\""))
        }
    }
}
