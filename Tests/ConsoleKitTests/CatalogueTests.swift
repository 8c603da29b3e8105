import CommonModels
import ConsoleKit
import Foundation
import Testing

@Suite("Catalogue")
struct CatalogueTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static var sources: [URL] {
        ["Shared", "Services"].flatMap { folder -> [URL] in
            let walk = FileManager.default.enumerator(at: root.appending(path: folder), includingPropertiesForKeys: nil)
            return walk?.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" } ?? []
        }
    }

    @Test("every key has Korean and English, with the same values")
    func complete() throws {
        let catalogue = try Catalogue.bundled()
        #expect(catalogue.keys.count > 100)
    }

    @Test("every key a source uses exists; a key made at run time has keys with its beginning")
    func usedKeysExist() throws {
        let catalogue = try Catalogue.bundled()
        let areas = Set(catalogue.keys.map { $0.prefix { $0 != "." } }.map(String.init))
        let pattern = /\b(?:screen|words|optional|text)\(\s*"([a-z]+\.[A-Za-z0-9._-]*)(\\\()?/
        var checked = 0
        for file in Self.sources {
            let source = try String(contentsOf: file, encoding: .utf8)
            for match in source.matches(of: pattern) {
                let key = String(match.1)
                guard areas.contains(String(key.prefix { $0 != "." })) else { continue }
                checked += 1
                let exists = match.2 == nil ? catalogue.contains(key) : catalogue.keys.contains { $0.hasPrefix(key) }
                #expect(exists, "\(file.lastPathComponent) uses \(key), which no Catalogue/*.yml has")
            }
        }
        #expect(checked > 50)
    }

    @Test(
        "a key without a language, of another area, or with other values is refused",
        arguments: [
            ("a.x: {ko: \"가\"}", CatalogueError.untranslated(key: "a.x", locale: "en")),
            ("a.x: {ko: \"\", en: \"x\"}", .untranslated(key: "a.x", locale: "ko")),
            ("b.x: {ko: \"가\", en: \"x\"}", .foreignKey(key: "b.x", file: "a")),
            ("a.x: {ko: \"{n}명\", en: \"people\"}", .valuesDiffer(key: "a.x")),
            ("- a", .notAMapping(file: "a")),
        ])
    func refused(yaml: String, error: CatalogueError) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "catalogue-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try yaml.write(to: folder.appending(path: "a.yml"), atomically: true, encoding: .utf8)
        #expect(throws: error) { try Catalogue(folder: folder) }
    }
}
