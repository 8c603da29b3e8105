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

    @Test(
        "lists, texts and numbers stay within bounds whatever a template makes of them",
        arguments: [
            #"{% assign a = "x,x" | split: "," %}{% for i in (1..40) %}{% assign a = a | concat: a %}{% endfor %}"#,
            #"{% assign a = "x" %}{% for i in (1..40) %}{% assign a = a | append: a %}{% endfor %}"#,
            #"{% assign a = "aaaaaaaaaa" %}{% for i in (1..40) %}{% assign a = a | replace: "a", a %}{% endfor %}"#,
            #"{% assign a = "aaaaaaaa" %}{% for i in (1..17) %}{% assign a = a | append: a %}{% endfor %}{{ a | split: "" | size }}"#,
            #"{% assign a = "aaaaaaaa" %}{% for i in (1..12) %}{% assign a = a | append: a %}{% endfor %}{% assign b = a | split: "x" %}"#
                + #"{% for i in (1..20) %}{% assign b = b | concat: b %}{% endfor %}{{ b }}"#,
            "{{ '1e308' | divided_by: 0.1 | modulo: 2 | ceil }}", "{{ \(String(repeating: "[", count: 190_000)) }}",
            "{{ \(String(repeating: "(", count: 190_000)) }}", "{% if a\(String(repeating: " and a", count: 30_000)) %}{% endif %}",
        ])
    func bounds(source: String) {
        let error = #expect(throws: LiquidError.self) { try render(source) }
        #expect(error?.kind == .limit)
    }

    @Test("searches take time by the length of the text alone")
    func searches() throws {
        let double = "{% for i in (1..16) %}{% assign a = a | append: a %}{% endfor %}"
        let source = "{% assign a = 'aaaaaaaa' %}\(double){% assign p = a | append: 'b' %}{% assign t = a | append: a %}"
        #expect(try render(source + "{{ t | replace: p, '' | size }} {{ t | remove_last: p | size }}") == "1048576 1048576")
        #expect(try render("{{ 'abcabc' | replace_last: 'bc', '-' }} {{ 'abcabc' | replace_first: 'bc', '-' }}") == "abca- a-abc")
        #expect(try render("{{ '가나다나' | replace_last: '나', '라' }} {{ 'aaa' | remove_last: 'aa' }}") == "가나다라 a")
    }

    @Test("numbers at their ends")
    func extremes() throws {
        #expect(try render("{% assign r = (0..9223372036854775807) %}{{ r.size }}") == "9223372036854775807")
        #expect(try render("{% assign r = (-9223372036854775808..9223372036854775807) %}{{ r | size }}") == "9223372036854775807")
        #expect(try render("{{ 'abc' | truncate: -9223372036854775808 }}") == "...")
    }

    @Test("a written date is read or stays as it is, whatever a person sent", arguments: 0..<200 as Range<UInt64>)
    func anyDate(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let parts = [
            "999999", "-01", "2020-01-01", "10:30", ":9223372036854775807", "T", " ", "Z", "+9999", "UTC", "Mar", "31", ",", "/", ".",
            "now",
            "9223372036854775807", "99999999999999999999", "Tue", "1e400",
        ]
        let text = (0..<Int.random(in: 1...6, using: &random)).map { _ in parts.randomElement(using: &random) ?? "" }.joined()
        let shown = try render("{{ t | date: '%Y-%m-%d %H:%M:%S %z' }}", ["t": .string(text)])
        #expect(shown == text || shown.wholeMatch(of: /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4}/) != nil, "\(text) → \(shown)")
    }

    @Test(
        "dates beyond the calendar stay as they are; zones and weekdays are words of their own",
        arguments: [
            ("999999-01-01", "999999-01-01"), ("2020-01-01 10:30:9223372036854775807", "2020-01-01 10:30:9223372036854775807"),
            ("2024-03-05 10:00:00 UTC", "2024-03-05"), ("Tue, 05 Mar 2024", "2024-03-05"), ("Thu, 07 Mar 2024 23:00:00 GMT", "2024-03-08"),
            ("2024-03-05T10:00", "2024-03-05"),
        ])
    func writtenDates(text: String, expected: String) throws {
        #expect(try render("{{ t | date: '%Y-%m-%d' }}", ["t": .string(text)]) == expected)
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
