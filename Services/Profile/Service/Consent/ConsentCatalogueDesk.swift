package import CommonModels
package import FeedKit
package import ProfileDomain
package import ServiceKit
package import StorageKit

/// Reads and edits the catalogue of consent, and tells the other services what holds for people who were never asked.
package struct ConsentCatalogueDesk: Sendable {
    private let database: any Database
    private let feed: Feed
    private let audit: AuditLog

    package init(database: any Database, feed: Feed, audit: AuditLog) {
        self.database = database
        self.feed = feed
        self.audit = audit
    }

    package func current() async throws -> StoredConsentCatalogue {
        try await database.read { try ConsentCatalogueStore.current(in: $0) }
    }

    /// Puts a new version in force: the change is made to the version the editor read.
    /// - Parameters:
    ///   - expected: that version; nil for whatever is in force.
    ///   - change: the new catalogue, made from the present one.
    /// - Throws: ``Problem/preconditionFailed(currentETag:)``, ``ConsentCatalogueFaults``, or what `change` throws.
    package func edit(
        expecting expected: Int?, by context: ServiceContext, at now: Instant,
        _ change: @escaping @Sendable (ConsentCatalogue) throws -> ConsentCatalogue
    ) async throws -> StoredConsentCatalogue {
        try await database.write { transaction in
            try transaction.serialize(on: "consent-catalogue")
            let present = try ConsentCatalogueStore.current(in: transaction)
            guard expected == nil || expected == present.version else {
                throw Problem.preconditionFailed(currentETag: EntityTag.text(version: present.version))
            }
            let changed = try change(present.catalogue)
            guard changed != present.catalogue else { return present }
            let next = StoredConsentCatalogue(version: present.version + 1, since: now, catalogue: changed)
            let editor = try context.requirePrincipal().id
            try ConsentCatalogueStore.append(changed, version: next.version, by: editor, at: now, in: transaction)
            try announce(next, at: now, in: transaction)
            try audit.record(
                context, action: "consent.catalogue", object: "consent-catalogue", detail: ["version": .integer(Int64(next.version))],
                in: transaction)
            return next
        }
    }

    /// Publishes the policy again when the feed would soon forget it, or never knew it.
    /// - Returns: whether it did.
    @discardableResult
    package func announceIfNeeded(at now: Instant, every interval: Duration) async throws -> Bool {
        try await database.write { transaction in
            try transaction.serialize(on: "consent-catalogue")
            let last = try transaction.row("SELECT at FROM consent_announcement WHERE id = 1")?.instant("at")
            if let last, now - last < interval { return false }
            try announce(try ConsentCatalogueStore.current(in: transaction), at: now, in: transaction)
            return true
        }
    }

    private func announce(_ stored: StoredConsentCatalogue, at now: Instant, in transaction: any SQLTransaction) throws {
        try transaction.execute(
            """
            INSERT INTO consent_announcement (id, version, at) VALUES (1, $1, $2)
            ON CONFLICT (id) DO UPDATE SET version = excluded.version, at = excluded.at
            """, [stored.version, now])
        let event = FeedEvent(
            type: FeedEventType.consentPolicy, subject: "consent-policy", partitionKey: "consent-policy", time: now,
            data: stored.policy.json.serialized)
        try feed.publish([event], in: transaction)
    }
}
