import CommonModels
import ProfileDomain
import Testing

@Suite("What is stated of a person")
struct TraitSheetTests {
    private func word(_ second: Int64, _ source: String = "web", _ kind: TraitKind = .firstParty) -> TraitWord {
        TraitWord(kind: kind, at: Instant(secondsSince1970: second), source: source)
    }

    private func priorities(_ trait: String, _ sources: [String]) throws -> SourcePriorities {
        SourcePriorities([try SourcePriority(trait: trait, sources: sources)])
    }

    @Test("a trait taken back stays so when an older statement arrives late")
    func tombstone() {
        var sheet = TraitSheet()
        #expect(sheet.state(["city": "Seoul"], word(10)).changed["city"]?.value == "Seoul")
        #expect(sheet.state(["city": .null], word(20)).removed == ["city"])
        let late = sheet.state(["city": "Busan"], word(15))
        #expect(late.changed.isEmpty && late.written.isEmpty && sheet.view("city") == nil)
        #expect(sheet.state(["city": "Daegu"], word(30)).changed["city"]?.value == "Daegu")
        var early = TraitSheet()
        #expect(early.state(["size": .null], word(20)).written.count == 1, "also of what nobody had stated yet")
        #expect(early.state(["size": "M"], word(10)).written.isEmpty)
    }

    @Test("a source that ranks higher is not replaced by a later word of a lower one; that word is kept beside it")
    func ranks() throws {
        let priorities = try priorities("tier", ["crm", "web"])
        var sheet = TraitSheet()
        _ = sheet.state(["tier": "silver", "city": "Seoul"], word(10, "web"), under: priorities)
        _ = sheet.state(["tier": "gold"], word(5, "crm"), under: priorities)
        #expect(sheet.view("tier")?.value == "gold", "an earlier word of a higher source")
        _ = sheet.state(["tier": "bronze", "city": "Busan"], word(30, "shop"), under: priorities)
        #expect(sheet.view("tier")?.value == "gold" && sheet.view("city")?.value == "Busan", "only the named trait")
        let kept = try #require(sheet.statements[TraitKey("tier", .firstParty)])
        #expect(kept.overruled?.value == "bronze" && kept.overruled?.source == "shop" && kept.previous?.value == "silver")
        _ = sheet.state(["tier": "platinum"], word(40, SourcePriority.console), under: priorities)
        #expect(sheet.view("tier")?.value == "platinum", "whoever corrects a value means it")
        _ = sheet.state(["tier": "gold"], word(50, "crm"), under: priorities)
        #expect(sheet.view("tier")?.value == "platinum")
    }

    @Test("ranked statements end in the same value in whatever order they arrive", arguments: Array(1...30) as [UInt64])
    func rankOrder(seed: UInt64) throws {
        let priorities = try priorities("*", ["crm", "web"])
        var random = SeededRandom(seed: seed)
        let statements = (1...12).map { second -> (JSONObject, TraitWord) in
            let source = ["crm", "web", "shop", "app"].randomElement(using: &random) ?? "web"
            let value: JSONValue = Int.random(in: 0..<5, using: &random) == 0 ? .null : .integer(Int64(second))
            return (["a": value], word(Int64(second), source, Bool.random(using: &random) ? .zeroParty : .firstParty))
        }
        var values: Set<JSONValue> = []
        for _ in 0..<8 {
            var sheet = TraitSheet()
            for (traits, word) in statements.shuffled(using: &random) { _ = sheet.state(traits, word, under: priorities) }
            values.insert(sheet.view("a")?.value ?? .null)
        }
        #expect(values.count == 1, "seed \(seed): \(values)")
    }

    @Test("what two sources said comes out as if the list had always been there", arguments: Array(1...40) as [UInt64])
    func settling(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let lists = [["crm", "web"], ["web", "crm"], ["web"], ["shop"], []].map { sources in
            (try? priorities(Bool.random(using: &random) ? "*" : "a", sources)) ?? .none
        }
        let statements = ["crm", "web"].map { source -> (JSONObject, TraitWord) in
            let at = Int64.random(in: 1...40, using: &random) * 2 + (source == "crm" ? 1 : 0)
            return (["a": .string("\(source)'s")], word(at, source, .firstParty))
        }
        let (before, after) = (try #require(lists.randomElement(using: &random)), try #require(lists.randomElement(using: &random)))
        var (sheet, wanted) = (TraitSheet(), TraitSheet())
        for (traits, word) in statements.shuffled(using: &random) { _ = sheet.state(traits, word, under: before) }
        for (traits, word) in statements.shuffled(using: &random) { _ = wanted.state(traits, word, under: after) }
        let shown = sheet.view("a")
        let outcome = sheet.settle("a", under: after)
        #expect(sheet.view("a") == wanted.view("a"), "seed \(seed)")
        #expect(outcome.changed["a"] == (shown == wanted.view("a") ? nil : wanted.view("a")))
        #expect(sheet.settle("a", under: after) == TraitOutcome(), "what is settled stays")
        // And back: nothing of what is known was lost.
        _ = sheet.settle("a", under: before)
        #expect(sheet.view("a") == shown)
    }

    @Test("a list brings back nothing that was taken back or corrected away, and reaches each kind by itself")
    func settlingLimits() throws {
        let list = try priorities("a", ["crm", "web"])
        var taken = TraitSheet()
        _ = taken.state(["a": 1], word(1, "crm"))
        _ = taken.state(["a": .null], word(2, "web"))
        #expect(taken.settle("a", under: list) == TraitOutcome() && taken.view("a") == nil)
        var wrong = TraitSheet()
        _ = wrong.state(["a": 1], word(1, "crm"))
        _ = wrong.state(["a": 2], word(2, "web"))
        _ = wrong.forget("a") { $0 == 1 }
        #expect(wrong.settle("a", under: list) == TraitOutcome() && wrong.view("a")?.value == 2)
        var kinds = TraitSheet()
        for (at, source, value) in [(1, "crm", 1), (2, "web", 2)] as [(Int64, String, JSONValue)] {
            _ = kinds.state(["a": value], word(at, source, .firstParty))
            _ = kinds.state(["a": value, "b": value], word(at, source, .zeroParty))
        }
        let outcome = kinds.settle("a", under: list)
        #expect(Set(outcome.written.keys) == [TraitKey("a", .firstParty), TraitKey("a", .zeroParty)])
        #expect(kinds.view("a")?.value == 1 && kinds.view("b")?.value == 2)
        #expect(kinds.statements[TraitKey("a", .zeroParty)]?.overruled?.value == 2, "the later word is kept as overruled")
    }

    @Test("what a source takes back is forgotten also where it does not count, and no list brings it back")
    func settlingNulls() throws {
        let (web, crm) = (try priorities("a", ["web", "crm"]), try priorities("a", ["crm", "web"]))
        var overruled = TraitSheet()
        _ = overruled.state(["a": "Y"], word(2, "web"), under: web)
        _ = overruled.state(["a": "X"], word(3, "crm"), under: web)
        let outcome = overruled.state(["a": .null], word(4, "crm"), under: web)
        #expect(outcome.written.values.first?.overruled == nil && outcome.written.count == 1 && outcome.changed.isEmpty)
        #expect(overruled.settle("a", under: crm) == TraitOutcome() && overruled.view("a")?.value == "Y")
        var late = TraitSheet()
        _ = late.state(["a": "X"], word(1, "crm"))
        _ = late.state(["a": "Y"], word(5, "web"))
        _ = late.state(["a": .null], word(3, "crm"))
        #expect(late.statements.values.first?.previous == nil && late.settle("a", under: crm) == TraitOutcome())
        // A null that is older than the word takes nothing back.
        var older = TraitSheet()
        _ = older.state(["a": "X"], word(3, "crm"))
        _ = older.state(["a": "Y"], word(5, "web"))
        _ = older.state(["a": .null], word(1, "crm"))
        #expect(older.settle("a", under: crm).changed["a"]?.value == "X")
    }

    @Test("three words are kept through any change of lists, and what people put right comes first")
    func settlingKeepsAll() throws {
        var sheet = TraitSheet()
        _ = sheet.state(["a": 1], word(1, "crm"))
        _ = sheet.state(["a": 2], word(2, "web"))
        _ = sheet.state(["a": 3], word(3, "shop"), under: try priorities("a", ["crm", "web"]))
        for (first, value) in [("crm", 1), ("shop", 3), ("web", 2), ("crm", 1), ("web", 2), ("shop", 3)] as [(String, JSONValue)] {
            _ = sheet.settle("a", under: try priorities("a", [first]))
            #expect(sheet.view("a")?.value == value)
        }
        let right: CaseID = IDGenerator.system().next()
        for source in [right.rawValue, SourcePriority.preferenceCentre, SourcePriority.console] {
            var own = TraitSheet()
            _ = own.state(["a": 1], word(1, "web", .zeroParty))
            _ = own.state(["a": 2], word(2, source, .zeroParty))
            #expect(own.settle("a", under: try priorities("*", ["web"])) == TraitOutcome(), "\(source)")
        }
    }

    @Test("the person's own answer counts before what was observed, computed or guessed, and each is kept apart")
    func kinds() {
        var sheet = TraitSheet()
        _ = sheet.set(
            TraitView(value: "dry", at: .epoch, source: "maru", kind: .inferred, confidence: 0.6), as: TraitKey("skin", .inferred))
        #expect(sheet.view("skin")?.kind == .inferred)
        _ = sheet.state(["skin": "oily"], word(10))
        #expect(sheet.view("skin")?.value == "oily")
        let answer = sheet.state(["skin": "normal"], word(5, "survey", .zeroParty))
        #expect(answer.changed["skin"]?.kind == .zeroParty)
        #expect(sheet.state(["skin": "oily"], word(99)).changed.isEmpty, "a later observation does not replace an answer")
        let takenBack = sheet.state(["skin": .null], word(100, "survey", .zeroParty))
        #expect(takenBack.changed["skin"]?.value == "oily" && takenBack.removed.isEmpty, "what was observed meanwhile shows again")
        #expect(sheet.state(["skin": .null], word(101)).changed["skin"]?.value == "dry")
    }

    @Test("of two sheets that are one person's, each trait keeps what counts more; made values are left out")
    func absorbing() {
        var sheet = TraitSheet()
        _ = sheet.state(["city": "Seoul", "size": .null, "home": ["zip": "1"]], word(20))
        var other = TraitSheet()
        _ = other.state(["city": "Busan", "size": "M", "home": ["street": "X"], "shoe": 250], word(10))
        _ = other.set(TraitView(value: 3, at: .epoch, source: "maru", kind: .computed), as: TraitKey("orderCount", .computed))
        let outcome = sheet.absorb(other)
        #expect(sheet.views.mapValues(\.value.canonical) == ["city": #""Seoul""#, "home": #"{"street":"X","zip":"1"}"#, "shoe": "250"])
        #expect(outcome.written.count == 2 && outcome.removed.isEmpty)
    }

    @Test("what is too large, too deep or too much is refused with a reason")
    func limits() {
        var sheet = TraitSheet()
        let deep: JSONValue = ["a": ["b": ["c": ["d": ["e": ["f": 1]]]]]]
        let outcome = sheet.state(["": 1, "deep": deep, "long": .string(String(repeating: "x", count: 9_000)), "ok": 1], word(1))
        #expect(outcome.faults.map(\.reason) == [.name, .tooDeep, .tooLarge] && sheet.views.keys.map(\.self) == ["ok"])
        for number in 0..<300 { _ = sheet.state(["bag": ["k\(number)": 1]], word(Int64(number + 2))) }
        #expect(sheet.view("bag")?.value.objectValue?.count == TraitLimits.leavesMax)
        #expect(sheet.state(["bag": ["one-more": 1]], word(999)).faults.map(\.reason) == [.tooLarge])
    }

    @Test("a list of sources says what is wrong with it")
    func priorityFaults() {
        #expect(throws: DocumentFaults([.init("/trait", "must have 1 to 100 characters"), .init("/sources", "must name 1 to 20 sources")]))
        {
            try SourcePriority(trait: "", sources: [])
        }
        #expect(throws: DocumentFaults([.init("/sources/1", "is named twice")])) {
            try SourcePriority(trait: "a", sources: ["crm", "crm"])
        }
    }
}
