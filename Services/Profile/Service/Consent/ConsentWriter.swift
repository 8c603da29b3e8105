package import CommonModels
package import FeedKit
import ProfileDomain
package import ServiceKit
package import StorageKit

/// Records statements of consent about a known profile: proof, present state, timeline and feed in one transaction.
package struct ConsentWriter: Sendable {
    /// Who makes a statement, for the audit log.
    struct Actor: Sendable {
        let id: String
        /// The peer's address; empty for customers, whose address only proof keeps.
        let origin: String

        /// The person the profile is about.
        static let customer = Actor(id: "customer", origin: "")

        init(id: String, origin: String) {
            self.id = id
            self.origin = origin
        }

        init(_ context: ServiceContext) { self.init(id: context.principal?.id ?? "anonymous", origin: context.peer) }
    }

    private let database: any Database
    private let feed: Feed
    private let ids: IDGenerator
    private let audit: AuditLog
    private let links: ConsentLinks

    package init(database: any Database, feed: Feed, ids: IDGenerator, audit: AuditLog, links: ConsentLinks) {
        self.database = database
        self.feed = feed
        self.ids = ids
        self.audit = audit
        self.links = links
    }

    /// - Parameter isConfirmed: the source has had a grant confirmed already (its own double opt-in).
    /// - Returns: the consents that now count; nil when there is no such profile.
    func record(
        _ records: [ConsentRecord], for id: ProfileID, by actor: Actor, isConfirmed: Bool = false, at now: Instant
    ) async throws -> [ConsentView]? {
        try await database.write { transaction in
            try transaction.serialize(on: "profile-identity")
            guard let survivor = try IdentityStore.survivor(of: id, in: transaction) else { return nil }
            try write(records, of: survivor, by: actor, isConfirmed: isConfirmed, at: now, in: transaction)
            return try ConsentStore.load(survivor, in: transaction)
        }
    }

    /// Writes what a living profile's person said, in the caller's transaction, which holds the lock of identities.
    func write(
        _ records: [ConsentRecord], of profile: ProfileID, by actor: Actor, isConfirmed: Bool, at now: Instant,
        in transaction: any SQLTransaction
    ) throws {
        guard !records.isEmpty else { return }
        let catalogue = try ConsentCatalogueStore.current(in: transaction).catalogue
        let present = try ConsentStore.load(profile, in: transaction)
        var tellings: [ConsentEvents.Telling] = []
        var change = ProfileChange(profileId: profile)
        var entries: [ConsentStore.Entry] = []
        for stated in records {
            let status = present.status(for: stated.purpose, on: stated.channel, at: now)
            let record = catalogue.admitted(stated, present: status, isConfirmed: isConfirmed)
            let eventId: EventID = ids.next()
            let entry = ConsentStore.Entry(profileId: profile, record: record, recordedAt: now, eventId: eventId)
            entries.append(entry)
            change.consents.append(record.view)
            tellings.append(ConsentEvents.updated(entry, event: eventId))
            if record.status == .pending { tellings.append(try invite(entry, in: transaction)) }
        }
        try ConsentStore.save(entries, in: transaction)
        try EventLog.append(tellings.map(\.entry), in: transaction)
        try feed.publish([change.feedEvent(at: now)].compactMap(\.self) + tellings.map(\.feedEvent), in: transaction)
        try audit.record(
            actor: actor.id, action: "consent.record", object: profile.rawValue, detail: .array(entries.map { $0.record.view.json }),
            origin: actor.origin, in: transaction)
    }

    private func invite(_ entry: ConsentStore.Entry, in transaction: any SQLTransaction) throws -> ConsentEvents.Telling {
        let confirmation = ConsentConfirmation(of: entry, event: ids.next())
        try confirmation.insert(in: transaction)
        return ConsentEvents.pending(confirmation, entry, links: links)
    }
}
