import CommonModels
import Foundation
import Testing

@testable import ImportKit

@Suite("Rows of one person, and rows of groups")
struct MatchedRowsTests {
    private static let mapping = """
        source: people
        event: { type: identify }
        messageId: "people:{id}"
        anonymousId: "people:{person}"
        match: { keys: [ssn, name + born] }
        where: [{ column: skip, isEmpty: true }]
        timestamp: { column: at }
        properties: { name: { column: name } }
        """

    private static let rows = [
        "1,Kim Ann,1990,,,2026-01-01T00:00:00Z", "2,Lee,1980,77,,2026-01-01T00:00:00Z", "3, kim  ann,1990,88,,2026-01-01T00:00:00Z",
        "4,Park,1970,88,,2026-01-01T00:00:00Z", "5,Lee,1999,77,yes,2026-01-01T00:00:00Z", "6,Lee,1999,,,2026-01-01T00:00:00Z",
        "7,many,fields,in,this,row,too", "8,PARK,1970,,,2026-01-01T00:00:00Z",
    ]

    private static let csv = "id,name,born,ssn,skip,at\n" + rows.joined(separator: "\n")

    private func people(
        _ text: String, _ mapping: String = mapping, format: ImportFormat = .csv,
        resuming state: ImportState = ImportState(fileBytes: 0, contentFingerprint: 0xABC, mappingFingerprint: 0)
    ) throws -> [String] {
        var reader = try EventReader(format: format, mapping: try ImportMapping(yaml: mapping), path: "people", resuming: state) {
            ChunkedSource(text, chunk: 13)
        }
        var people: [String] = []
        while let event = try reader.next() {
            let json = try JSONValue(parsing: event.json)
            people.append(
                "\(json["messageId"]?.stringValue ?? "?") \(json["anonymousId"]?.stringValue ?? json["userId"]?.stringValue ?? "?")")
        }
        return people
    }

    @Test("rows that agree on a key, or through another row, have one person; rows that are left out join nobody")
    func csv() throws {
        let expected = [
            "people:1 people:abc-1", "people:2 people:abc-2", "people:3 people:abc-1", "people:4 people:abc-1", "people:6 people:abc-6",
            "people:8 people:abc-1",
        ]
        #expect(try people(Self.csv) == expected)
        var later = ImportState(fileBytes: 0, contentFingerprint: 0xABC, mappingFingerprint: 0)
        later.resumeRow = 4
        #expect(try people(Self.csv, resuming: later) == Array(expected[3...]))
    }

    @Test("JSON Lines are matched by members")
    func jsonLines() throws {
        let lines = [
            #"{"id":"1","name":"Kim","who":{"born":1990},"at":"2026-01-01T00:00:00Z"}"#, "",
            #"{"id":"2","name":"KIM","who":{"born":"1990"},"at":"2026-01-01T00:00:00Z"}"#, "no object",
            #"{"id":"3","name":null,"who":{"born":1990},"at":"2026-01-01T00:00:00Z"}"#,
        ]
        let mapping = Self.mapping.replacing("[ssn, name + born]", with: "[name+who.born]").replacing("anonymousId", with: "userId")
        #expect(
            try people(lines.joined(separator: "\n"), mapping, format: .jsonLines) == [
                "people:1 people:abc-1", "people:2 people:abc-1", "people:3 people:abc-4",
            ])
    }

    @Test("matching stops when it is no longer wanted, and a name in two forms of Unicode is one")
    func stopped() throws {
        let mapping = try ImportMapping(yaml: Self.mapping)
        #expect(throws: CancellationError.self) {
            _ = try EventReader(mapping: mapping, path: "people", resuming: .fresh, isStopped: { true }) { ChunkedSource(Self.csv) }
        }
        let names =
            "id,name,born,ssn,skip,at\n"
            + ["\u{AE40}", "\u{1100}\u{1175}\u{11B7}"].enumerated().map {
                "\($0),\($1),1990,,,2026-01-01T00:00:00Z\n"
            }.joined()
        #expect(try people(names) == ["people:0 people:abc-1", "people:1 people:abc-1"])
    }

    @Test("what a match cannot be is told with its place")
    func badMatches() throws {
        func problems(_ match: String, _ more: String = "") -> [String] {
            let yaml = Self.mapping.replacing("{ keys: [ssn, name + born] }", with: match) + "\n" + more
            let error = #expect(throws: ImportError.self) { try people(Self.csv, yaml) }
            guard case .invalidMapping(let problems)? = error else { return [] }
            return problems.map { "\($0.path): \($0.detail)" }
        }
        #expect(problems("{ keys: [] }") == ["match.keys: needs 1 to 20 keys"])
        #expect(problems("{ keys: [a+a] }") == ["match.keys[0]: must be 1 to 10 different columns joined by +"])
        #expect(problems("{ keys: [shoe] }").first?.contains("no column of this name") == true)
        #expect(problems("{ keys: [ssn], column: name }") == ["match.column: the file has a column name; give what is found another name"])
        #expect(problems("{ keys: [ssn], column: skip }").first == "where: says which rows are matched, so it cannot look at skip")
    }

    @Test("more than is kept in memory is refused and not matched in part")
    func limits() throws {
        let key = try #require(MatchKey("a"))
        var matcher = try RecordMatcher(keys: [key], header: ["a"], limits: .init(records: 3, values: 2))
        for value in ["x", "y", "x"] { try matcher.add { _ in Array(value.utf8)[...] } }
        #expect(throws: RecordMatcher.Failure.self) { try matcher.addBlank() }
        var many = try RecordMatcher(keys: [key], header: ["a"], limits: .init(records: 9, values: 1))
        try many.add { _ in Array("x".utf8)[...] }
        #expect(throws: RecordMatcher.Failure.tooMuch(.init(records: 9, values: 1))) { try many.add { _ in Array("y".utf8)[...] } }
    }

    private static let households = """
        source: households
        event: { type: group }
        messageId: "household:{member}"
        userId: "{member}"
        group: { id: "household:{id}", kind: household, role: "{role}" }
        timestamp: { column: at }
        properties: { name: { column: name } }
        """

    @Test("a row may be a call of group, with the kind and the role in its context")
    func groups() throws {
        let csv = #"""
            id,member,role,name,at
            7,u1,parent,"The ""Kims""",2026-01-01T00:00:00Z
            7,u2,,,2026-01-01T00:00:00Z
            ,u3,parent,X,2026-01-01T00:00:00Z
            """#
        var reader = try EventReader(mapping: try ImportMapping(yaml: Self.households), path: "h", resuming: .fresh) { ChunkedSource(csv) }
        let first = try JSONValue(parsing: try #require(try reader.next()).json)
        #expect(first["type"] == "group" && first["userId"] == "u1" && first["groupId"] == "household:7")
        #expect(first["context"] == ["group": ["kind": "household", "role": "parent"]] && first["traits"] == ["name": "The \"Kims\""])
        let second = try JSONValue(parsing: try #require(try reader.next()).json)
        #expect(second["context"] == ["group": ["kind": "household"]] && second["traits"] == [:])
        #expect(try reader.next() == nil)
        #expect(reader.takeRejects().map(\.reason) == ["the id of the group is empty"])
    }

    @Test("group stands with events of its type and no others")
    func badGroups() {
        func paths(_ yaml: String) -> [String] {
            let error = #expect(throws: ImportError.self) { try ImportMapping(yaml: yaml) }
            guard case .invalidMapping(let problems)? = error else { return [] }
            return problems.map(\.path)
        }
        #expect(paths(Self.households.replacing("type: group", with: "type: identify")) == ["group"])
        #expect(paths(Self.households.replacing("kind: household", with: "kind: House")) == ["group.kind"])
        #expect(
            paths(Self.households.replacing(#"group: { id: "household:{id}", kind: household, role: "{role}" }"#, with: "")) == ["group"])
    }
}
