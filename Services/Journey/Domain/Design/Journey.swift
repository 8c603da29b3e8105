package import CommonModels

/// A journey: its draft, and which published version people enter.
package struct Journey: Hashable, Sendable, Identifiable {
    package let id: JourneyID
    package let key: JourneyKey
    package private(set) var name: JourneyName
    package private(set) var status: JourneyStatus
    /// As the author left it; it may have issues, publishing may not.
    package private(set) var draft: JSONValue
    /// Counts edits, for `If-Match`.
    package private(set) var revision: Int
    /// The version people enter; nil before the first publish.
    package private(set) var liveVersion: Int?
    package private(set) var publishedAt: Instant?
    package let createdAt: Instant
    package private(set) var updatedAt: Instant

    package init(id: JourneyID, key: JourneyKey, name: JourneyName, draft: JSONValue, at now: Instant) {
        self.init(
            id: id, key: key, name: name, status: .draft, draft: draft, revision: 1, liveVersion: nil, publishedAt: nil, createdAt: now,
            updatedAt: now)
    }

    /// A journey as it was stored.
    package init(
        id: JourneyID, key: JourneyKey, name: JourneyName, status: JourneyStatus, draft: JSONValue, revision: Int, liveVersion: Int?,
        publishedAt: Instant?, createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.key = key
        self.name = name
        self.status = status
        self.draft = draft
        self.revision = revision
        self.liveVersion = liveVersion
        self.publishedAt = publishedAt
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    /// - Throws: ``JourneyError/archived``
    package mutating func edit(name: JourneyName?, draft: JSONValue?, at now: Instant) throws(JourneyError) {
        guard status != .archived else { throw .archived }
        if let name { self.name = name }
        if let draft { self.draft = draft }
        touch(now)
    }

    /// Makes the draft the version people enter from now on; people inside keep theirs.
    /// - Returns: the new version's number and document.
    /// - Throws: ``JourneyError/archived``, ``JourneyError/invalid(_:)``
    package mutating func publish(at now: Instant) throws(JourneyError) -> (version: Int, document: JourneyDocument) {
        guard status != .archived else { throw .archived }
        let document: JourneyDocument
        do { document = try JourneyDocument(json: draft) } catch { throw .invalid(error) }
        let version = (liveVersion ?? 0) + 1
        liveVersion = version
        publishedAt = now
        if status == .draft { status = .live }
        touch(now)
        return (version, document)
    }

    /// - Throws: ``JourneyError/notLive(_:)``
    package mutating func pause(at now: Instant) throws(JourneyError) {
        guard status == .live else { throw .notLive(status) }
        status = .paused
        touch(now)
    }

    /// - Throws: ``JourneyError/notPaused(_:)``
    package mutating func resume(at now: Instant) throws(JourneyError) {
        guard status == .paused else { throw .notPaused(status) }
        status = .live
        touch(now)
    }

    /// - Throws: ``JourneyError/archived``
    package mutating func archive(at now: Instant) throws(JourneyError) {
        guard status != .archived else { throw .archived }
        status = .archived
        touch(now)
    }

    private mutating func touch(_ now: Instant) {
        revision += 1
        updatedAt = now
    }
}
