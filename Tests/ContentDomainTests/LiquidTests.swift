import CommonModels
import Testing

@testable import ContentDomain

@Suite("Liquid")
struct LiquidTests {
    private func render(
        _ source: String, _ data: JSONObject = [:], html: Bool = false, limits: LiquidLimits = .default, language: String = "en"
    ) throws -> String {
        let environment = LiquidEnvironment(
            now: Instant(secondsSince1970: 1_789_614_000), zone: LiquidZone("Asia/Seoul") ?? .utc, language: language, escapesHTML: html,
            limits: limits)
        return try LiquidTemplate(parsing: source).render(data, in: environment)
    }

    @Test(
        "a mistake names its line",
        arguments: [
            ("one\ntwo {{ a | nosuch }}", 2), ("{% if a %}\n\n{% endfor %}", 3), ("a\n{% if a %}", 2), ("{{ 'x", 1),
            ("\n\n{{ 1 | divided_by: 0 }}", 3),
            ("{% for i in (1..3) %}\n{{ i | slice: 'x' }}{% endfor %}", 2), ("{% liquid\n assign a = 1\n echo a | nosuch\n%}", 3),
        ])
    func lines(source: String, line: Int) {
        let error = #expect(throws: LiquidError.self) { try render(source) }
        #expect(error?.line == line)
    }

    @Test("values are escaped in HTML parts, once, and markup stays markup")
    func escaping() throws {
        let data: JSONObject = ["name": "<b>&'\""]
        #expect(try render("{{ name }}", data, html: true) == "&lt;b&gt;&amp;&#39;&quot;")
        #expect(try render("{{ name | escape }}", data, html: true) == "&lt;b&gt;&amp;&#39;&quot;")
        #expect(try render("{{ name | raw }}", data, html: true) == "<b>&'\"")
        #expect(try render("{{ name | escape | upcase }}", data, html: true).contains("<") == false)
        #expect(
            try render("{% capture box %}<i>{{ name }}</i>{% endcapture %}{{ box }}", data, html: true)
                == "<i>&lt;b&gt;&amp;&#39;&quot;</i>")
        #expect(try render("{{ name }}", data) == "<b>&'\"")
        #expect(try render("{{ 'a\nb' | escape | newline_to_br }}", html: true) == "a<br />\nb")
    }

    @Test(
        "work, output, loops and nesting are limited",
        arguments: [
            "{% for i in (1..100) %}{% for j in (1..100) %}{{ j }}{% endfor %}{% endfor %}", "{% for i in (1..999999999) %}x{% endfor %}",
            "{% assign s = 'aaaaaaaaaa' %}{% for i in (1..100) %}{% assign s = s | append: s %}{% endfor %}",
            "{{ (1..999999999999) | join }}",
            "{% for i in (1..90) %}0123456789012345678901234567890123456789{% endfor %}", "{{ 9223372036854775807 | plus: 1 }}",
        ])
    func limits(source: String) {
        let limits = LiquidLimits(stepsMax: 2_000, outputBytesMax: 2_000, loopMax: 100)
        let error = #expect(throws: LiquidError.self) { try render(source, limits: limits) }
        #expect(error?.kind == .limit)
    }

    @Test("a fragment that draws in itself ends with an error")
    func recursion() throws {
        let loop = try LiquidTemplate(parsing: "{% render 'a' %}")
        let error = #expect(throws: LiquidError.self) { try loop.render([:], in: LiquidEnvironment(now: .epoch), partials: ["a": loop]) }
        #expect(error?.kind == .limit)
    }

    @Test("blocks nested too deeply are refused while parsing")
    func depth() {
        let deep = String(repeating: "{% if a %}", count: 100) + String(repeating: "{% endif %}", count: 100)
        #expect(throws: LiquidError.self) { try LiquidTemplate(parsing: deep) }
    }

    @Test("money is written by its currency and exactly")
    func money() throws {
        #expect(try render("{{ p | money }}", ["p": ["amount": "1234567", "currency": "KRW"]]) == "₩1,234,567")
        #expect(
            try render("{{ 12.5 | money: 'GBP' }} {{ 0.005 | money_with_currency: 'USD' }} {{ nil | money: 'KRW' }}") == "£12.50 $0.01 USD "
        )
        #expect(try render("{{ 1234567.891 | number: 1 }} {{ 1200 | number }} {{ -1234.5 | number: 0 }}") == "1,234,567.9 1,200 -1,235")
    }

    @Test("dates are written in the reader's zone and language")
    func dates() throws {
        let data: JSONObject = ["at": "2026-12-31T20:30:00Z"]
        #expect(try render("{{ at | date: '%Y-%m-%d %H:%M %A' }}", data, language: "ko") == "2027-01-01 05:30 금요일")
        #expect(try render("{{ at | date: '%-d %B %Y, %l:%M %p', timezone: 'Europe/London' }}", data) == "31 December 2026,  8:30 PM")
        #expect(try render("{{ 'now' | date: '%s' }}") == "1789614000")
        #expect(try render("{{ 'no date' | date: '%Y' }}") == "no date")
        #expect(throws: LiquidError.self) { try render("{{ at | date: '%Y', timezone: 'Mars' }}", data) }
    }

    @Test("any bytes between braces give an output or an error, never a crash", arguments: 0..<200)
    func anything(seed: Int) {
        var state = UInt64(seed) &* 2_862_933_555_777_941_757 &+ 3_037_000_493
        func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(limit))
        }
        let pieces = [
            "{{", "}}", "{%", "%}", "{%-", "-%}", " if ", " endif ", " for i in ", "(1..3)", " endfor ", " assign a = ", "a", ".b", "[0]",
            "['x']", " | ", "size",
            "date: '%Y'", "'", "\"", "\n", " raw ", " endraw ", " comment ", " endcomment ", " liquid ", "가", "==", " contains ", "-1",
            "1.5", ":", ",", " case ",
            " when ", " else ", " endcase ", "slice: -5, 3", "split: ''", "join", "| sort", "| first", "{", "}", "%",
        ]
        let source = (0..<(3 + next(25))).map { _ in pieces[next(pieces.count)] }.joined()
        let limits = LiquidLimits(stepsMax: 5_000, outputBytesMax: 50_000, loopMax: 100)
        do {
            let output = try render(source, ["a": ["b": [1, "x", nil]]], limits: limits)
            #expect(output.utf8.count <= 50_000, "\(source)")
        } catch {
            #expect(error is LiquidError, "\(source): \(error)")
        }
    }
}
