import Foundation

/// The checkout these tests were built from.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// A Swift file, whole and in lines.
    struct Source: Sendable {
        /// Below the root.
        let path: String
        let text: String
        let lines: [String]

        var isTest: Bool { path.hasPrefix("Tests/") }
    }

    /// Every Swift file of ours.
    static func sources() throws -> [Source] {
        try ["Shared", "Services", "Tools", "Tests"].flatMap { folder in
            try files(in: folder).filter { $0.hasSuffix(".swift") }.map { path in
                let text = try text(path)
                return Source(path: path, text: text, lines: text.components(separatedBy: "\n"))
            }
        }
    }

    static func text(_ path: String) throws -> String { try String(contentsOf: root.appending(path: path), encoding: .utf8) }

    static func files(in folder: String) throws -> [String] {
        let base = root.appending(path: folder)
        let found = FileManager.default.enumerator(atPath: base.path())?.compactMap { $0 as? String } ?? []
        return found.map { folder + "/" + $0 }.sorted()
    }
}
