package import CommonModels

/// What is known about an item besides its words.
package struct ContentDetails: Hashable, Sendable {
    package static let nameLengthMax = 120  // characters
    package static let folderLengthMax = 200  // characters
    package static let tagsMax = 30
    package static let tagLengthMax = 40  // characters

    package let name: String
    /// `campaigns/spring`; empty for the top.
    package let folder: String
    package let tags: [String]
    /// What the message is for, e.g. `marketing`; decides what the law asks of it.
    package let purpose: Purpose
    /// Whose words are used when a reader's language is missing.
    package let defaultLocale: String

    /// - Throws: ``ContentError/invalid(_:)``
    package init(name: String, folder: String = "", tags: [String] = [], purpose: Purpose, defaultLocale: String) throws(ContentError) {
        var faults: [ContentError.Fault] = []
        let trimmed = name.trimmingPrefix { $0.isWhitespace }
        if trimmed.isEmpty || name.count > Self.nameLengthMax { faults.append(.init("must have 1 to \(Self.nameLengthMax) characters", "/name")) }
        if folder.count > Self.folderLengthMax || folder.hasPrefix("/") || folder.hasSuffix("/") {
            faults.append(.init("must be a path of at most \(Self.folderLengthMax) characters, such as campaigns/spring", "/folder"))
        }
        if tags.count > Self.tagsMax { faults.append(.init("may have at most \(Self.tagsMax) tags", "/tags")) }
        for (index, tag) in tags.enumerated() where tag.isEmpty || tag.count > Self.tagLengthMax {
            faults.append(.init("must have 1 to \(Self.tagLengthMax) characters", "/tags/\(index)"))
        }
        if !ContentLocale.isValid(defaultLocale) { faults.append(.init("must be a language tag such as ko", "/defaultLocale")) }
        if !faults.isEmpty { throw .invalid(faults) }
        self.name = String(trimmed)
        self.folder = folder
        self.tags = tags
        self.purpose = purpose
        self.defaultLocale = defaultLocale
    }
}
