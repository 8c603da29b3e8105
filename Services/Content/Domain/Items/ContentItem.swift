package import CommonModels

/// A message, page part or fragment that is written once and rendered for each person.
///
/// Its words live in versions. The one with the highest number is the draft as long as it is not published; only the
/// published version is ever rendered to a customer.
package struct ContentItem: Hashable, Sendable, Identifiable {
    package let id: ItemID
    /// Unique and unchanging: journeys and offers name items by it.
    package let key: ContentKey
    package let kind: ContentKind
    package private(set) var details: ContentDetails
    package private(set) var latestVersion: Int
    package private(set) var publishedVersion: Int?
    /// Counts every change; the ETag of the item.
    package private(set) var revision: Int
    package let createdAt: Instant
    package private(set) var updatedAt: Instant

    package init(
        id: ItemID, key: ContentKey, kind: ContentKind, details: ContentDetails, latestVersion: Int = 1, publishedVersion: Int? = nil,
        revision: Int = 1, createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.key = key
        self.kind = kind
        self.details = details
        self.latestVersion = latestVersion
        self.publishedVersion = publishedVersion
        self.revision = revision
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    package enum Status: String, Hashable, Sendable, Codable, CaseIterable {
        /// Never published.
        case draft
        case published
        /// Published, with newer words waiting.
        case changed
    }

    package var status: Status {
        guard let publishedVersion else { return .draft }
        return publishedVersion == latestVersion ? .published : .changed
    }

    package var hasDraft: Bool { publishedVersion != latestVersion }

    package mutating func change(_ details: ContentDetails, at now: Instant) {
        self.details = details
        touch(now)
    }

    /// Words were written: a published version is never changed, the next number begins.
    package mutating func writeDraft(at now: Instant) {
        if !hasDraft { latestVersion += 1 }
        touch(now)
    }

    /// - Throws: ``ContentError/nothingToPublish``
    package mutating func publish(at now: Instant) throws(ContentError) {
        guard hasDraft else { throw .nothingToPublish }
        publishedVersion = latestVersion
        touch(now)
    }

    /// Nothing of it is rendered any more.
    /// - Throws: ``ContentError/notPublished``
    package mutating func withdraw(at now: Instant) throws(ContentError) {
        guard publishedVersion != nil else { throw .notPublished }
        publishedVersion = nil
        latestVersion += 1
        touch(now)
    }

    private mutating func touch(_ now: Instant) {
        revision += 1
        updatedAt = now
    }
}
