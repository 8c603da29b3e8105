package import CommonModels
package import ContentDomain
package import FeedKit
package import ServiceKit
package import StorageKit

/// Items and their versions: changing. Each change is one transaction with its audit entry and feed event.
package struct ContentEditor: Sendable {
    private let database: any Database
    private let feed: Feed
    private let audit: AuditLog
    private let clock: WallClock
    private let ids: IDGenerator

    package init(database: any Database, feed: Feed, audit: AuditLog, clock: WallClock, ids: IDGenerator) {
        self.database = database
        self.feed = feed
        self.audit = audit
        self.clock = clock
        self.ids = ids
    }

    /// - Throws: ``ContentError/keyTaken(_:)``
    package func create(
        key: ContentKey, kind: ContentKind, details: ContentDetails, variants: ContentVariants, by actor: ContentActor
    ) async throws -> ContentItem {
        let now = clock.now()
        let item = ContentItem(id: ids.next(ItemID.self), key: key, kind: kind, details: details, createdAt: now, updatedAt: now)
        return try await database.write { tx in
            let inserted = try tx.execute(
                """
                INSERT INTO content_item (id, key, kind, name, folder, tags, purpose, default_locale, latest_version, published_version, revision,
                    created_at, updated_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, NULL, 1, $9, $9) ON CONFLICT (key) DO NOTHING
                """,
                [
                    item.id, key.rawValue, kind.rawValue, details.name, details.folder, Self.json(details.tags), details.purpose.rawValue,
                    details.defaultLocale, now,
                ])
            guard inserted == 1 else { throw ContentError.keyTaken(key.rawValue) }
            try Self.insert(variants, number: 1, of: item, by: actor, at: now, in: tx)
            try audit.record(actor: actor.id, action: "content.create", object: item.id.rawValue, detail: ["key": .string(key.rawValue)], origin: actor.origin, in: tx)
            return item
        }
    }

    /// - Throws: ``ContentError/changedMeanwhile(revision:)`` unless `revision` (nil fits all) is the present one.
    package func change(_ name: String, revision: Int?, details: ContentDetails, by actor: ContentActor) async throws -> ContentItem {
        let now = clock.now()
        return try await change(name, revision: revision, action: "content.describe", by: actor) { item, _ in item.change(details, at: now) }
    }

    /// Writes the draft; a published version stays as it is.
    package func write(_ name: String, revision: Int?, by actor: ContentActor, _ variants: @escaping @Sendable (ContentItem, ContentVariants) throws -> ContentVariants) async throws -> ContentItem {
        let now = clock.now()
        return try await change(name, revision: revision, action: "content.write", by: actor) { item, tx in
            let before = try ContentStore.version(item.latestVersion, of: item, in: tx).variants
            let words = try variants(item, before)
            let isNew = !item.hasDraft
            item.writeDraft(at: now)
            if isNew { return try Self.insert(words, number: item.latestVersion, of: item, by: actor, at: now, in: tx) }
            try tx.execute(
                "UPDATE content_version SET variants = $1, updated_at = $2, written_by = $3 WHERE item_id = $4 AND number = $5",
                [words.json, now, actor.id, item.id, item.latestVersion])
        }
    }

    /// Makes the draft what customers get, and says so in the feed.
    /// - Throws: ``ContentError/notPublishable(_:)``, ``ContentError/nothingToPublish``
    package func publish(_ name: String, revision: Int?, by actor: ContentActor) async throws -> ContentItem {
        let now = clock.now()
        return try await change(name, revision: revision, action: "content.publish", by: actor) { item, tx in
            let words = try ContentStore.version(item.latestVersion, of: item, in: tx).variants
            try item.publish(at: now)
            let lint = ContentLint(kind: item.kind, details: item.details, publishedFragments: try ContentStore.publishedFragments(in: tx))
            let errors = lint.findings(words).filter { $0.severity == .error }
            if !errors.isEmpty { throw ContentError.notPublishable(errors) }
            try tx.execute(
                "UPDATE content_version SET published_at = $1, published_by = $2 WHERE item_id = $3 AND number = $4",
                [now, actor.id, item.id, item.latestVersion])
            let data: JSONValue = [
                "itemId": .string(item.id.rawValue), "key": .string(item.key.rawValue), "version": .integer(Int64(item.latestVersion)),
                "kind": .string(item.kind.rawValue), "locales": .array(words.locales.map { .string($0) }),
            ]
            let event = FeedEvent(
                type: FeedEventType.contentPublished, subject: item.id.rawValue, partitionKey: item.id.rawValue, time: now, data: data.serialized)
            try feed.publish([event], in: tx)
        }
    }

    /// Takes an item away from customers; its words become a new draft.
    /// - Throws: ``ContentError/notPublished``
    package func withdraw(_ name: String, revision: Int?, by actor: ContentActor) async throws -> ContentItem {
        let now = clock.now()
        return try await change(name, revision: revision, action: "content.withdraw", by: actor) { item, tx in
            let words = try ContentStore.version(item.latestVersion, of: item, in: tx).variants
            try item.withdraw(at: now)
            try Self.insert(words, number: item.latestVersion, of: item, by: actor, at: now, in: tx)
        }
    }

    /// Load, change, save, record.
    private func change(
        _ name: String, revision: Int?, action: String, by actor: ContentActor,
        _ body: @escaping @Sendable (inout ContentItem, any SQLTransaction) throws -> Void
    ) async throws -> ContentItem {
        try await database.write { tx in
            var item = try ContentStore.item(name, in: tx, locking: tx.engine.forUpdate)
            if let revision, revision != item.revision { throw ContentError.changedMeanwhile(revision: item.revision) }
            try body(&item, tx)
            try tx.execute(
                """
                UPDATE content_item SET name = $1, folder = $2, tags = $3, purpose = $4, default_locale = $5, latest_version = $6,
                    published_version = $7, revision = $8, updated_at = $9 WHERE id = $10
                """,
                [
                    item.details.name, item.details.folder, Self.json(item.details.tags), item.details.purpose.rawValue, item.details.defaultLocale,
                    item.latestVersion, item.publishedVersion, item.revision, item.updatedAt, item.id,
                ])
            try audit.record(
                actor: actor.id, action: action, object: item.id.rawValue, detail: ["version": .integer(Int64(item.latestVersion))],
                origin: actor.origin, in: tx)
            return item
        }
    }

    private static func insert(
        _ variants: ContentVariants, number: Int, of item: ContentItem, by actor: ContentActor, at now: Instant, in tx: any SQLTransaction
    ) throws {
        try tx.execute(
            """
            INSERT INTO content_version (item_id, number, variants, created_at, updated_at, written_by) VALUES ($1, $2, $3, $4, $4, $5)
            """, [item.id, number, variants.json, now, actor.id])
    }

    private static func json(_ tags: [String]) -> JSONValue { .array(tags.map { .string($0) }) }
}
