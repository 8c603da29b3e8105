/// Why the words of the console could not be read.
package enum CatalogueError: Error, Hashable, Sendable {
    /// The folder of the catalogue is not beside the executable.
    case folderMissing(String)
    /// A file is not a mapping of key to `{ko: …, en: …}`.
    case notAMapping(file: String)
    /// A key lacks a language.
    case untranslated(key: String, locale: String)
    /// A key does not begin with the name of its file.
    case foreignKey(key: String, file: String)
    case duplicateKey(String)
    /// A brace is not closed, or a choice has not two options.
    case malformed(String)
    /// The two languages use different values.
    case valuesDiffer(key: String)
}
