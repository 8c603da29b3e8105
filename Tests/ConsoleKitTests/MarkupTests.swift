import ConsoleKit
import Testing

@Suite("Markup")
struct MarkupTests {
    @Test("what is interpolated is escaped, literals and markup are not")
    func escapes() {
        let name = "<b>\"김&'리\"</b>"
        let cell: Markup = "<td title=\"\(name)\">\(name)\(Markup.strong("예"))</td>"
        #expect(
            cell.html
                == "<td title=\"&lt;b&gt;&quot;김&amp;&#39;리&quot;&lt;/b&gt;\">&lt;b&gt;&quot;김&amp;&#39;리&quot;&lt;/b&gt;<strong>예</strong></td>"
        )
    }

    @Test("a link leads to a page or the web, never to a script or another host without a scheme")
    func addresses() {
        func href(_ address: String) -> String { Markup.link("x", address).html }
        #expect(href("/ui/segment?a=1&b=2").contains("href=\"/ui/segment?a=1&amp;b=2\""))
        #expect(href("https://maru.example").contains("https://maru.example"))
        for evil in [
            "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//evil.example", "/\\evil.example", " javascript:x",
        ] {
            #expect(href(evil).contains("href=\"#\""), "\(evil)")
        }
    }

    @Test("a literal as the body of a link is markup, a text from elsewhere is not")
    func linkBodies() {
        let name = "<i>"
        let body: Markup = .link(body: "<strong>\(name)</strong>", "/ui")
        let text: Markup = .link(name, "/ui")
        #expect(body.html == "<a href=\"/ui\"><strong>&lt;i&gt;</strong></a>")
        #expect(text.html == "<a href=\"/ui\">&lt;i&gt;</a>")
    }

    @Test("an attribute without a value is left out, with one it is escaped")
    func attributes() {
        let none: String? = nil
        let with: Markup = "<i\(attribute: "title", "a\"b")\(flag: "hidden", true)></i>"
        let without: Markup = "<i\(attribute: "title", none)\(flag: "hidden", false)></i>"
        #expect(with.html == "<i title=\"a&quot;b\" hidden></i>")
        #expect(without.html == "<i></i>")
    }

    @Test("parts of a body follow another, with if and for")
    func builder() {
        func body(_ shows: Bool) -> Markup {
            .row {
                if shows { Markup.text("a") } else { Markup.text("b") }
                for letter in ["c", "d"] { Markup.strong(letter) }
            }
        }
        #expect(body(true).html == "<div class=\"row-flow\">a<strong>c</strong><strong>d</strong></div>")
        #expect(body(false).html.contains("b<strong>"))
    }

    @Test(
        "where to go after signing in is a page of ours",
        arguments: ["//evil.example", "https://evil.example", "/ui//evil", "/ui\\evil", "/v1/x", "/ui/a\nb", "/ui/sign-in"])
    func foreignNext(next: String) {
        #expect(PageAddress.own(next) == "/ui")
        #expect(PageAddress.own("/ui/profile?q=a%20b") == "/ui/profile?q=a%20b")
    }

    @Test("queries are percent-coded and left out when empty")
    func query() {
        #expect(PageAddress.make("/ui/profile", ["q": "서 은&a=b", "after": nil, "x": ""]) == "/ui/profile?q=%EC%84%9C%20%EC%9D%80%26a%3Db")
    }
}
