import CommonModels
import JourneyDomain
import Testing

@Suite("A journey document")
struct JourneyDocumentTests {
    @Test("is read, and written out as it was read")
    func roundTrip() throws {
        let document = try Documents.document(Documents.welcome)
        #expect(document.nodes.map(\.id.rawValue) == ["start", "wait", "korean", "offer", "mail", "note", "end"])
        #expect(document.entryID.rawValue == "start")
        #expect(document.goal?.name == "Order Completed")
        #expect(try JourneyDocument(json: document.json) == document)
    }

    @Test("with a signal as its entry is read, and written out as it was read")
    func signal() throws {
        let entry =
            #""signal": {"name": "Rain", "subject": {"type": "city", "id": "seoul"}, "where": [{"property": "mm", "atLeast": 5.0}], "trait": "city"}"#
        let text = Documents.welcome.replacing("\"segment\": \"\(Documents.segment)\"", with: entry)
        let document = try Documents.document(text)
        guard case .signal(let trigger) = document.entry.trigger else {
            Issue.record("another trigger")
            return
        }
        #expect(trigger.subjectID == "seoul" && trigger.trait == "city" && trigger.segment == nil)
        #expect(try JourneyDocument(json: document.json) == document)
    }

    @Test(
        "says what is wrong with a signal, each where it is",
        arguments: [
            (#""signal": 1"#, "wrongType /nodes/0/signal"),
            (#""signal": {"name": "R", "subject": {"type": "city"}}"#, "missingField /nodes/0/signal"),
            (#""signal": {"name": "R", "subject": {"type": "City"}, "trait": "city"}"#, "badValue /nodes/0/signal/subject/type"),
            (#""signal": {"subject": {"type": "city"}, "trait": "city"}"#, "missingField /nodes/0/signal"),
            (#""signal": {"name": "R", "trait": "city"}"#, "missingField /nodes/0/signal"),
            (#""signal": {"name": "R", "subject": {"type": "city"}, "segment": "x"}"#, "badValue /nodes/0/signal/segment"),
            (
                #""signal": {"name": "R", "subject": {"type": "city", "kind": 1}, "trait": "c"}"#,
                "unknownField /nodes/0/signal/subject/kind"
            ),
        ])
    func signalFaults(entry: String, fault: String) throws {
        let text = Documents.welcome.replacing("\"segment\": \"\(Documents.segment)\"", with: entry)
        #expect(try Documents.issues(text).map { "\($0.code) \($0.pointer)" }.contains(fault))
    }

    @Test("pins an arrow to nowhere to its node and field")
    func unknownTarget() throws {
        let issues = try Documents.issues(Documents.welcome.replacing("\"no\": \"end\"", with: "\"no\": \"gone\""))
        #expect(issues == [JourneyIssue(.unknownTarget, at: "/nodes/2/no", node: "korean", value: "gone")])
    }

    @Test("refuses a loop and names every node on it")
    func loop() throws {
        let issues = try Documents.issues(Documents.welcome.replacing("\"no\": \"end\"", with: "\"no\": \"wait\""))
        #expect(issues.map(\.code) == [.loop, .loop])
        #expect(issues.compactMap(\.node) == ["wait", "korean"])
    }

    @Test("refuses a node nobody can reach")
    func unreachable() throws {
        let issues = try Documents.issues(Documents.welcome.replacing("\"none\": \"note\"", with: "\"none\": \"end\""))
        #expect(issues == [JourneyIssue(.unreachable, at: "/nodes/5", node: "note")])
    }

    @Test("reports every fault at once, each where it is")
    func severalFaults() throws {
        let text = """
            {"nodes": [
              {"id": "a b", "type": "entry", "segment": "nobody", "next": "w"},
              {"id": "w", "type": "wait", "for": "two days", "next": "m", "colour": "red"},
              {"id": "m", "type": "message", "channel": "fax", "purpose": "marketing", "inline": {"subject": "Hi {{ name }}", "text": "x"}, "next": "w"},
              {"id": "m", "type": "dance"}]}
            """
        let pointers = try Documents.issues(text).map { "\($0.code) \($0.pointer)" }
        for expected in [
            "badValue /nodes/0/id", "badValue /nodes/0/segment", "badValue /nodes/1/for", "unknownField /nodes/1/colour",
            "badValue /nodes/2/channel",
            "templateInline /nodes/2/inline/subject", "unknownType /nodes/3/type", "duplicateID /nodes/3/id", "noExit /nodes",
        ] {
            #expect(pointers.contains(expected), "\(expected) in \(pointers)")
        }
    }

    @Test("pins a fault in a rule to the place inside the rule")
    func ruleFault() throws {
        let issues = try Documents.issues(
            Documents.welcome.replacing("{\"trait\": \"country\", \"is\": \"KR\"}", with: "{\"all\": [{\"moon\": \"full\"}]}"))
        let issue = try #require(issues.first)
        #expect(issue.code == .badRule)
        #expect(issue.node == "korean")
        #expect(issue.pointer.hasPrefix("/nodes/2/rule/all/0"))
    }

    @Test("needs an entry, one only, and an exit")
    func entryAndExit() throws {
        #expect(try Documents.issues("{\"nodes\": []}").map(\.code) == [.noEntry, .noExit])
        let twice = Documents.welcome.replacing(
            "{\"id\": \"end\", \"type\": \"exit\"}",
            with: "{\"id\": \"end\", \"type\": \"exit\"}, {\"id\": \"again\", \"type\": \"entry\", \"event\": \"X\", \"next\": \"end\"}")
        #expect(try Documents.issues(twice).map(\.code).contains(.severalEntries))
    }

    @Test("needs an address for a webhook, and only for a webhook")
    func webhookAddress() throws {
        #expect(try Documents.issues(Documents.welcome.replacing("\"email\"", with: "\"webhook\"")).map(\.code) == [.urlNeeded])
        let address = Documents.welcome.replacing("\"email\"", with: "\"email\", \"url\": \"https://example.com\"")
        #expect(try Documents.issues(address).map(\.code) == [.urlNotAllowed])
    }

    @Test("refuses a time zone that is only an abbreviation", arguments: ["EST", "GMT+9", "Mars/Base"])
    func timezone(name: String) throws {
        let issues = try Documents.issues(Documents.welcome.replacing("Asia/Seoul", with: name))
        #expect(issues == [JourneyIssue(.badTimezone, at: "/timezone", value: name)])
    }

    @Test("is drawn in layers of the longest way from the entry")
    func layers() throws {
        let layers = JourneyGraph.layers(try Documents.document(Documents.welcome).nodes).map { $0.map(\.rawValue) }
        #expect(layers == [["start"], ["wait"], ["korean"], ["offer"], ["mail", "note"], ["end"]])
    }

    @Test("matches an event by name and properties, numbers by value")
    func eventPattern() throws {
        let goal = try #require(try Documents.document(Documents.welcome).goal)
        #expect(goal.matches(name: "Order Completed", properties: ["total": .number(100)]))
        #expect(goal.matches(name: "Order Completed", properties: ["total": .string("120.5")]))
        #expect(!goal.matches(name: "Order Completed", properties: ["total": .integer(99)]))
        #expect(!goal.matches(name: "Order Completed", properties: [:]))
        #expect(!goal.matches(name: "Order Refunded", properties: ["total": .integer(500)]))
    }
}
