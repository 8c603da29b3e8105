import Foundation
import Testing

@Suite("The tree is tidy")
struct TidyTests {
    private static let linesMax = 300

    /// What must not be written in sources, and what to use instead. Lines are looked at closely where the word stands.
    private static var banned: [(word: String, pattern: Regex<Substring>, advice: String)] {
        [
            ("try!", /\btry!/, "use try with an error"), ("as!", /\bas!/, "use as? and say what happens otherwise"),
            ("[String:", /\[String: ?Any\]/, "use a typed value or JSONValue"),
            ("@unchecked", /@unchecked Sendable/, "use a struct, an actor or a Mutex"),
            ("nonisolated(", /nonisolated\(unsafe\)/, "use a Mutex"), ("TODO", /\bTODO\b/, "do it, or say it in Roadmap.md"),
            ("FIXME", /\bFIXME\b/, "do it, or say it in Roadmap.md"), ("XXX", /\bXXX\b/, "do it, or say it in Roadmap.md"),
            ("static let shared", /\bstatic let shared\b/, "pass it in"), ("Task {", /^\s*Task \{/, "use a Service or a task group"),
            ("Task.detached", /\bTask\.detached/, "use a Service or a task group"),
        ]
    }

    /// Time and chance as the machine has them.
    private static let ambient = ["Date()", "WallClock.system", "SystemRandomNumberGenerator"]

    private static func isComment(_ line: String) -> Bool { line.drop { $0 == " " }.hasPrefix("//") }

    @Test("sources hold no crash or escape hatches")
    func escapeHatches() throws {
        var faults: [String] = []
        for source in try Repository.sources() where !source.isTest {
            for (word, pattern, advice) in Self.banned where source.text.contains(word) {
                for (number, line) in source.lines.enumerated() where line.contains(word) && !Self.isComment(line) && line.contains(pattern)
                {
                    faults.append("\(source.path):\(number + 1): \(line.trimmingCharacters(in: .whitespaces)), \(advice)")
                }
            }
            guard source.text.contains("fatalError("), !source.path.contains("/Run/") else { continue }
            for (number, line) in source.lines.enumerated() where !Self.isComment(line) && line.contains(/\bfatalError\(/) {
                faults.append("\(source.path):\(number + 1): fatalError, throw an error")
            }
        }
        #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
    }

    @Test("sources unwrap no optional by force")
    func forceUnwraps() throws {
        // A value, then `!`, then something that ends or continues an expression.
        let unwrap = /[A-Za-z0-9_\)\]]!(?=[\s\.\,\)\]\?]|$)/
        var faults: [String] = []
        for source in try Repository.sources() where !source.isTest {
            for (number, line) in source.lines.enumerated() where line.utf8.contains(UInt8(ascii: "!")) {
                let code = line.replacing(/"(?:[^"\\]|\\.)*"/, with: "\"\"").split(
                    separator: "//", maxSplits: 1, omittingEmptySubsequences: false)[0]
                if code.contains(unwrap) { faults.append("\(source.path):\(number + 1): \(code), use if let or guard") }
            }
        }
        #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
    }

    @Test("no file is empty")
    func emptiness() throws {
        let faults = try Repository.sources().filter { $0.lines.allSatisfy { $0.allSatisfy(\.isWhitespace) } }.map {
            "\($0.path): it holds nothing, delete it"
        }
        #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
    }

    @Test("no file is longer than 300 lines")
    func lengths() throws {
        let faults = try Repository.sources().filter { $0.lines.count > Self.linesMax + 1 }.map {
            "\($0.path):\($0.lines.count): split it by what changes together"
        }
        #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
    }

    @Test("nothing is named Utils, Helpers, Common or Manager")
    func names() throws {
        let faults = try Repository.sources().filter { source in
            let names = source.path.split(separator: "/").map { $0.replacing(".swift", with: "") }
            return names.contains { $0.contains(/^(Utils?|Helpers?|Common|Misc)$|Manager$|Helpers?$|Utils?$/) }
        }.map { "\($0.path): name it for what it does" }
        #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
    }

    @Test("no Domain knows HTTP, storage, clocks or randomness, and no service another")
    func arrows() throws {
        let services = ["Profile", "Segment", "Content", "Journey", "Decision", "Reporting"]
        let outside = [
            "Hummingbird", "StorageKit", "ServiceKit", "FeedKit", "ServiceClients", "ConsoleKit", "ProjectionKit", "GRDB",
            "AsyncHTTPClient", "NIOCore",
        ]
        var faults: [String] = []
        for source in try Repository.sources() where source.path.hasPrefix("Services/") {
            let parts = source.path.split(separator: "/").map(String.init)
            let isDomain = parts[2] == "Domain"
            for (number, line) in source.lines.enumerated() where line.contains("import ") {
                guard let module = line.firstMatch(of: /^(?:package |public |@testable )?import (\w+)/)?.1 else { continue }
                let name = String(module)
                if isDomain, outside.contains(name) { faults.append("\(source.path):\(number + 1): import \(name), keep Domain pure") }
                if services.contains(where: { $0 != parts[1] && (name == $0 + "Domain" || name == $0 + "Service") }) {
                    faults.append("\(source.path):\(number + 1): import \(name), speak through ServiceClients or feeds")
                }
                if source.path.hasSuffix("Routes.swift"), ["GRDB", "CLibpq"].contains(name) {
                    faults.append("\(source.path):\(number + 1): import \(name), routes know no storage engine")
                }
            }
            guard isDomain, Self.ambient.contains(where: source.text.contains) else { continue }
            for (number, line) in source.lines.enumerated()
            where line.contains(/\bDate\(\)|WallClock\.system|SystemRandomNumberGenerator/) {
                faults.append("\(source.path):\(number + 1): take time and randomness as arguments")
            }
        }
        #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
    }
}
