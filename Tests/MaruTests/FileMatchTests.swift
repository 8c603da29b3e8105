import Foundation
import ImportKit
import Testing

@testable import maru

@Suite("Matching the rows of a file")
struct FileMatchTests {
    private static let keys = [
        "soc_sec_id", "given_name+surname+date_of_birth", "surname+date_of_birth+postcode", "given_name+date_of_birth+postcode",
    ].compactMap { MatchKey($0) }

    /// Febrl's synthetic persons: `rec-223-dup-0` is a damaged copy of `rec-223-org`.
    private static let people = """
        rec_id, given_name, surname, postcode, date_of_birth, soc_sec_id
        rec-1-org, lachlan, berry, 4814, 19990219, 7364009
        rec-1-dup-0, lachlan, berri, 4814, 19990219, 7364008
        rec-2-org,"kayla, ann", harrington, 3465, 19150612, 9004242
        rec-2-dup-0, , harrington, 3465, 19150612,
        rec-2-dup-1, Kayla, HARRINGTON, 9999, 19150612, 9004242
        rec-3-org, , waller, 4011, , 6988048
        rec-4-org, , waller, 4011, ,
        """

    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "match-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }  // a test's leftovers fail nobody
        try body(folder)
    }

    @Test("rows of one person get one number in a column of their own, and the file stays as it is otherwise")
    func column() throws {
        try inFolder { folder in
            try Self.people.write(toFile: folder + "/people.csv", atomically: true, encoding: .utf8)
            let result = try FileMatch(path: folder + "/people.csv", keys: Self.keys).write(to: folder + "/matched.csv", column: "person")
            #expect(result.rows == 7 && result.people == 4)
            let lines = try String(contentsOfFile: folder + "/matched.csv", encoding: .utf8).split(separator: "\n")
            #expect(
                lines.map { $0.prefix { $0 != "," } }.map { $0.split(separator: "-").last } == [
                    "person", "1", "1", "3", "3", "3", "6", "7",
                ])
            #expect(lines[3].contains("kayla, ann"))
        }
    }

    @Test("a key of a column the file does not have is refused by name")
    func unknownColumn() throws {
        try inFolder { folder in
            try Self.people.write(toFile: folder + "/people.csv", atomically: true, encoding: .utf8)
            let keys = [try #require(MatchKey("shoe_size"))]
            #expect(throws: ImportError.unreadable(path: folder + "/people.csv", reason: "it has no column shoe_size")) {
                try FileMatch(path: folder + "/people.csv", keys: keys).people()
            }
        }
    }

    @Test("precision and recall count pairs")
    func quality() {
        let quality = MatchQuality(people: [0, 0, 2, 3, 3], truth: ["a", "a", "a", "b", "c"])
        #expect(quality.profiles == 3 && quality.precision == 0.5)
        #expect(abs(quality.recall - 1.0 / 3) < 1e-12)
    }

    /// Answers computed independently with pandas; see the data's README.
    @Test("FEBRL 1 and 3 give the reference answers", arguments: [("dataset1.csv", 515, 0.970), ("dataset3.csv", 2_072, 0.963)])
    func febrl(file: String, profiles: Int, recall: Double) throws {
        let path = Self.folder.appending(path: "febrl/\(file)").path
        guard FileManager.default.fileExists(atPath: path) else {
            print("FEBRL \(file): skipped, there is no shared data folder (set MARU_SHARED_DATA)")
            return
        }
        let truth = try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst().map {
            String($0.split(separator: "-")[1])
        }
        let quality = MatchQuality(people: try FileMatch(path: path, keys: Self.keys).people(), truth: truth)
        print(
            "FEBRL \(file): \(truth.count) records are \(quality.profiles) profiles, precision \(quality.precision), recall \(quality.recall)"
        )
        #expect(quality.profiles == profiles)
        #expect(quality.precision == 1)
        #expect((quality.recall * 1_000).rounded() / 1_000 == recall)
    }

    private static var folder: URL {
        ProcessInfo.processInfo.environment["MARU_SHARED_DATA"].map { URL(fileURLWithPath: $0) }
            ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "shared/data")
    }
}
