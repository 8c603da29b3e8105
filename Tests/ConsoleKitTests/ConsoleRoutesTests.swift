import CommonModels
import ConsoleKit
import HTTPTypes
import HummingbirdTesting
import NIOCore
import TestFixtures
import Testing

@Suite("The console over HTTP")
struct ConsoleRoutesTests {
    @Test("every part of the gallery is labelled, balanced and escaped, in both languages", arguments: ConsoleLocale.allCases)
    func gallery(locale: ConsoleLocale) async throws {
        try await ConsoleFixture.run { client in
            let session = try await ConsoleFixture.signIn(client)
            let page = try await ConsoleFixture.page(client, "/ui/segment?kind=a", cookie: session.cookie, locale: locale)
            #expect(page.status == .ok)
            #expect(HTMLInspector(page.text).faults == [])
            #expect(!page.text.contains("<script>alert"))
            #expect(page.text.contains("<html lang=\"\(locale.rawValue)\">"))
            #expect(page.text.contains(locale == .ko ? "세그먼트</a>" : "Segments</a>"))
            #expect(page.text.contains("http://127.0.0.1:8101/ui/profile\""), "another service's pages by its address")
            #expect(page.text.contains("aria-current=\"page\"><svg"), "the place of the menu is marked")
            #expect(page.text.contains("<noscript><meta http-equiv=\"refresh\" content=\"2\"></noscript>"))
            let policy = page.headers[.contentSecurityPolicy] ?? ""
            #expect(policy.contains("script-src 'self'") && !policy.contains("unsafe"))
            let confirm = try await ConsoleFixture.page(client, "/ui/segment/confirm", cookie: session.cookie, locale: locale)
            #expect(HTMLInspector(confirm.text).faults == [])
        }
    }

    @Test("without a session a page leads to sign-in, and sign-in back to the page")
    func signIn() async throws {
        try await ConsoleFixture.run { client in
            let refused = try await ConsoleFixture.page(client, "/ui/segment?kind=a")
            #expect(refused.status == .seeOther)
            #expect(refused.headers[.location] == "/ui/sign-in?next=%2Fui%2Fsegment%3Fkind%3Da")
            let form = try await ConsoleFixture.page(client, "/ui/sign-in?next=%2Fui%2Fsegment%3Fkind%3Da")
            #expect(form.text.contains("name=\"next\" value=\"/ui/segment?kind=a\""))
            #expect(HTMLInspector(form.text).faults == [])
            let session = try await ConsoleFixture.signIn(client, next: "%2Fui%2Fsegment%3Fkind%3Da")
            #expect(session.response.headers[.location] == "/ui/segment?kind=a")
            #expect(session.response.headers[.setCookie]?.contains("HttpOnly") ?? false)
            let again = try await ConsoleFixture.page(client, "/ui/sign-in", cookie: session.cookie)
            #expect(again.status == .seeOther)
        }
    }

    @Test("a wrong password and an unknown name get the same page, without a session")
    func wrongPassword() async throws {
        try await ConsoleFixture.run { client in
            let wrong = try await ConsoleFixture.signIn(client, password: "wrong wrong wrong")
            let unknown = try await ConsoleFixture.signIn(client, "nobody")
            for answer in [wrong, unknown] {
                #expect(answer.response.status == .unauthorized)
                #expect(answer.cookie == nil)
                #expect(answer.response.text.contains("role=\"alert\""))
                #expect(!answer.response.text.contains("wrong wrong"))
            }
        }
    }

    @Test("a page of another role names the roles that may see it")
    func forbidden() async throws {
        try await ConsoleFixture.run { client in
            let session = try await ConsoleFixture.signIn(client, "editor")
            let page = try await ConsoleFixture.page(client, "/ui/segment/money", cookie: session.cookie)
            #expect(page.status == .forbidden)
            #expect(page.text.contains("재무") && page.text.contains("콘텐츠 편집자"))
            #expect(HTMLInspector(page.text).faults == [])
            let data = try await client.execute(uri: "/ui/segment/money", method: .get, headers: [.cookie: session.cookie ?? ""])
            #expect(data.headers[.contentType] == "application/problem+json")
        }
    }

    @Test("an address nobody knows is a page for people and a problem for programs")
    func unknown() async throws {
        try await ConsoleFixture.run { client in
            let session = try await ConsoleFixture.signIn(client)
            let page = try await ConsoleFixture.page(client, "/ui/nothing", cookie: session.cookie)
            #expect(page.status == .notFound)
            #expect(page.headers[.contentType]?.hasPrefix("text/html") ?? false)
            #expect(HTMLInspector(page.text).faults == [])
        }
    }

    @Test("a post without the form's token is refused; with it the validation is shown as a page")
    func token() async throws {
        try await ConsoleFixture.run { client in
            let session = try await ConsoleFixture.signIn(client)
            let page = try await ConsoleFixture.page(client, "/ui/segment", cookie: session.cookie)
            let token = try #require(page.text.firstMatch(of: /name="csrf" value="([^"]+)"/)?.1)
            func post(_ body: String) async throws -> TestResponse {
                try await client.execute(
                    uri: "/ui/segment", method: .post,
                    headers: [.cookie: session.cookie ?? "", .contentType: "application/x-www-form-urlencoded", .accept: "text/html"],
                    body: ByteBuffer(string: body))
            }
            #expect(try await post("name=x").status == .forbidden)
            let refused = try await post("name=%3Cb%3E&csrf=\(token)")
            #expect(refused.status == .unprocessableContent)
            #expect(refused.text.contains("&lt;b&gt; is taken."))
            #expect(refused.text.contains("<code>/name</code>"))
        }
    }

    @Test("the language is kept in a cookie and leads back to the page, never elsewhere")
    func language() async throws {
        try await ConsoleFixture.run { client in
            let answer = try await ConsoleFixture.page(client, "/ui/language?to=en&next=%2Fui%2Fsegment")
            #expect(answer.headers[.setCookie]?.hasPrefix("maru_locale=en;") ?? false)
            #expect(answer.headers[.location] == "/ui/segment")
            let evil = try await ConsoleFixture.page(client, "/ui/language?to=xx&next=https%3A%2F%2Fevil.example")
            #expect(evil.headers[.location] == "/ui")
            #expect(evil.headers[.setCookie] == nil)
        }
    }

    @Test("signing out ends the session in the browser")
    func signOut() async throws {
        try await ConsoleFixture.run { client in
            let session = try await ConsoleFixture.signIn(client)
            let page = try await ConsoleFixture.page(client, "/ui/segment", cookie: session.cookie)
            let token = try #require(page.text.firstMatch(of: /name="csrf" value="([^"]+)"/)?.1)
            let answer = try await client.execute(
                uri: "/ui/sign-out", method: .post,
                headers: [.cookie: session.cookie ?? "", .contentType: "application/x-www-form-urlencoded"],
                body: ByteBuffer(string: "csrf=\(token)"))
            #expect(answer.headers[.location] == "/ui/sign-in")
            #expect(answer.headers[.setCookie]?.contains("Max-Age=0") ?? false)
        }
    }

    @Test("assets carry a tag, are not sent twice, and keep a year when their address names the tag")
    func assets() async throws {
        try await ConsoleFixture.run { client in
            let form = try await ConsoleFixture.page(client, "/ui/sign-in")
            let address = try #require(form.text.firstMatch(of: /href="(\/ui\/assets\/maru\.css\?v=[0-9a-f]+)"/)?.1)
            let style = try await client.execute(uri: String(address), method: .get)
            #expect(style.headers[.contentType] == "text/css; charset=utf-8")
            #expect(style.headers[.cacheControl]?.contains("immutable") ?? false)
            let tag = try #require(style.headers[.eTag])
            let again = try await client.execute(uri: "/ui/assets/maru.css", method: .get, headers: [.ifNoneMatch: tag])
            #expect(again.status == .notModified && again.body.readableBytes == 0)
            for path in ["/ui/assets/none.css", "/ui/assets/..%2FTemplates%2Fframe.mustache"] {
                #expect(try await client.execute(uri: path, method: .get).status == .notFound)
            }
        }
    }

    @Test("HTML of users is shut in by a sandbox")
    func preview() async throws {
        try await ConsoleFixture.run { client in
            let session = try await ConsoleFixture.signIn(client)
            let page = try await ConsoleFixture.page(client, "/ui/segment/preview", cookie: session.cookie)
            #expect(page.headers[.contentSecurityPolicy]?.contains("sandbox") ?? false)
            #expect(!(page.headers[.contentSecurityPolicy]?.contains("script-src") ?? true))
        }
    }
}
