import Testing

@testable import ImportKit

@Suite("Matching records")
struct RecordMatcherTests {
    private static let header = ["id", "name", "born", "phone"]

    private func people(_ keys: [String], _ records: [[String]]) throws -> [Int32] {
        var matcher = try RecordMatcher(keys: keys.compactMap { MatchKey($0) }, header: Self.header)
        for record in records { try matcher.add { Array(record[$0].utf8)[...] } }
        return matcher.people()
    }

    @Test("records that agree on all fields of any key are one person, case and white space aside")
    func keys() throws {
        let people = try people(
            ["phone", "name+born"],
            [
                ["1", "Kim Ann", "1990", "010"], ["2", " kim  ann ", "1990", "011"], ["3", "Kim Ann", "1991", "012"],
                ["4", "Lee", "1980", "010 "], ["5", "Park", "1970", "013"],
            ])
        #expect(people == [0, 0, 2, 0, 4])
    }

    @Test("agreement goes on from record to record")
    func closure() throws {
        let records = [["1", "A", "1", "p"], ["2", "B", "2", "q"], ["3", "C", "3", "r"], ["4", "C", "3", "q"], ["5", "B", "2", "p"]]
        #expect(try people(["phone", "name+born"], records) == [0, 0, 0, 0, 0])
        #expect(try people(["phone"], records) == [0, 1, 2, 1, 0])
    }

    @Test("a blank field matches nothing, and values of two keys never meet")
    func blanks() throws {
        #expect(
            try people(["phone", "name"], [["1", "A", "1", ""], ["2", "B", "1", " "], ["3", "010", "1", ""], ["4", "D", "1", "010"]]) == [
                0, 1, 2, 3,
            ])
    }

    @Test("a key names different fields that exist")
    func badKeys() throws {
        #expect(MatchKey("") == nil && MatchKey("a+") == nil && MatchKey("a+a") == nil && MatchKey(" a + b ")?.text == "a+b")
        #expect(throws: RecordMatcher.Failure.unknownField("x")) { try people(["x"], []) }
    }
}
