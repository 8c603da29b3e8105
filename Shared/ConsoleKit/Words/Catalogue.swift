package import CommonModels
package import Foundation
import Yams

/// Every sentence of the console, in Korean and English, read once when a service starts.
///
/// Files are `Catalogue/<area>.yml`, a flat mapping `area.key: {ko: …, en: …}`.
package struct Catalogue: Sendable {
    private let phrases: [String: Translations]

    private struct Translations: Sendable {
        let ko: Phrase
        let en: Phrase

        func phrase(_ locale: ConsoleLocale) -> Phrase {
            switch locale {
            case .ko: ko
            case .en: en
            }
        }
    }

    /// The catalogue that travels beside the executable.
    package static func bundled() throws -> Catalogue {
        try Catalogue(folder: Bundle.module.bundleURL.appending(path: "Catalogue"))
    }

    /// Reads every `.yml` of a folder.
    /// - Throws: ``CatalogueError``, or YAML's own error.
    package init(folder: URL) throws {
        guard let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) else {
            throw CatalogueError.folderMissing(folder.path)
        }
        var phrases: [String: Translations] = [:]
        for file in files.sorted(by: { $0.path < $1.path }) where file.pathExtension == "yml" {
            let area = file.deletingPathExtension().lastPathComponent
            let read = try Catalogue.translations(yaml: try String(contentsOf: file, encoding: .utf8), area: area)
            for (key, translations) in read {
                guard phrases.updateValue(translations, forKey: key) == nil else { throw CatalogueError.duplicateKey(key) }
            }
        }
        self.phrases = phrases
    }

    package var keys: Set<String> { Set(phrases.keys) }

    package func contains(_ key: String) -> Bool { phrases[key] != nil }

    /// The sentence for `key`. An unknown key shows as itself (a test makes sure that no source uses one).
    package func text(_ key: String, in locale: ConsoleLocale, _ values: [String: String] = [:]) -> String {
        phrases[key]?.phrase(locale).text(values) ?? key
    }

    private static func translations(yaml: String, area: String) throws -> [(String, Translations)] {
        guard let root = try Yams.compose(yaml: yaml) else { return [] }
        guard let mapping = root.mapping else { throw CatalogueError.notAMapping(file: area) }
        return try mapping.map { key, value in
            guard let name = key.string, let entry = value.mapping else { throw CatalogueError.notAMapping(file: area) }
            guard name.hasPrefix(area + ".") else { throw CatalogueError.foreignKey(key: name, file: area) }
            func phrase(_ locale: ConsoleLocale) throws -> Phrase {
                guard let text = entry[locale.rawValue]?.string, !text.isEmpty else {
                    throw CatalogueError.untranslated(key: name, locale: locale.rawValue)
                }
                return try Phrase(text, locale: locale)
            }
            let translations = Translations(ko: try phrase(.ko), en: try phrase(.en))
            guard translations.ko.valueNames == translations.en.valueNames else { throw CatalogueError.valuesDiffer(key: name) }
            return (name, translations)
        }
    }
}
