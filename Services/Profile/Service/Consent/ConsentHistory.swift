import CommonModels
import OrderedCollections
import ProfileDomain
import StorageKit

/// Reads proof: every statement of a person, and what counted at any past instant.
struct ConsentHistory: Sendable {
    let database: any Database

    /// One proof as it is kept.
    struct Proof: Sendable {
        let id: Int64
        let profileId: ProfileID
        let record: ConsentRecord
        let recordedAt: Instant
    }

    /// What counted for a person at an instant.
    struct Standing: Sendable {
        let profileId: ProfileID
        let at: Instant
        let country: Country?
        let region: ConsentRegion?
        let catalogueVersion: Int
        let items: [EffectiveConsent]
        /// The proofs behind ``items``, by purpose and channel.
        let proofs: [Proof]
    }

    /// What counts at `instant` for every purpose and channel that is asked or was stated.
    ///
    /// Statements count by their own time, under the ids that were the same person by then; the policy is the one in force
    /// then, the country the present one.
    /// - Returns: nil when there is no such profile.
    func standing(of id: ProfileID, at instant: Instant) async throws -> Standing? {
        try await database.read { transaction in try Self.standing(of: id, at: instant, in: transaction) }
    }

    static func standing(of id: ProfileID, at instant: Instant, in transaction: any SQLTransaction) throws -> Standing? {
        guard let living = try IdentityStore.survivor(of: id, in: transaction) else { return nil }
        let person = try Self.person(of: id, at: instant, in: transaction)
        let proofs = try Self.proofs(of: person.ids, upTo: instant, in: transaction).latest
        let stored = try ConsentCatalogueStore.inForce(at: instant, in: transaction)
        let traits = try TraitStore.profiles.sheets(of: [living], in: transaction)[living] ?? TraitSheet()
        let country = Country { traits.view($0)?.value }
        let policy = stored.policy
        let views = proofs.map(\.record.view)
        let items = Self.subjects(stored.catalogue, views).map { purpose, channel in
            EffectiveConsent(purpose, on: channel, consents: views, policy: policy, country: country, at: instant)
        }
        return Standing(
            profileId: person.living, at: instant, country: country, region: policy.region(of: country), catalogueVersion: stored.version,
            items: items, proofs: proofs)
    }

    /// A person's proofs, newest first, also those under ids merged into theirs.
    func records(of id: ProfileID, limit: Int, before: Int64?) async throws -> [Proof]? {
        try await database.read { transaction in
            guard try IdentityStore.survivor(of: id, in: transaction) != nil else { return nil }
            let ids = try Self.person(of: id, at: .distantFuture, in: transaction).ids
            return try transaction.rows(
                "SELECT * FROM consent_record WHERE profile_id IN", in: ids.map(\.rawValue)
            ).compactMap(Self.proof).filter { $0.id < before ?? .max }.sorted { $0.id > $1.id }.prefix(limit).map(\.self)
        }
    }

    /// What is asked, in the catalogue's order, then what was stated beside it.
    private static func subjects(_ catalogue: ConsentCatalogue, _ views: [ConsentView]) -> [(Purpose, Channel)] {
        var subjects = catalogue.purposes.flatMap { purpose in purpose.channels.map { (purpose.key, $0) } }
        for view in views where !subjects.contains(where: { $0 == (view.purpose, view.channel) }) {
            subjects.append((view.purpose, view.channel))
        }
        return subjects
    }
}

extension ConsentHistory {
    /// The ids that were one person at `instant`: the profile that lived then, and what had been merged into it.
    private static func person(
        of id: ProfileID, at instant: Instant, in transaction: any SQLTransaction
    ) throws -> (living: ProfileID, ids: Set<ProfileID>) {
        var living = id
        var passed: Set = [id]
        let upward = "SELECT survivor FROM profile_merge WHERE merged = $1 AND at <= $2 ORDER BY merge_id DESC LIMIT 1"
        while let row = try transaction.row(upward, [living, instant]) {
            let survivor: ProfileID = try row.id("survivor")
            // A merge undone and made the other way round must not lead in a circle.
            guard passed.insert(survivor).inserted else { break }
            living = survivor
        }
        var ids: Set = [living]
        var open = [living]
        while let next = open.popLast() {
            for row in try transaction.rows("SELECT merged FROM profile_merge WHERE survivor = $1 AND at <= $2", [next, instant]) {
                let merged: ProfileID = try row.id("merged")
                if ids.insert(merged).inserted { open.append(merged) }
            }
        }
        return (living, ids)
    }

    private static func proofs(of ids: Set<ProfileID>, upTo instant: Instant, in transaction: any SQLTransaction) throws -> [Proof] {
        try transaction.rows(
            "SELECT * FROM consent_record WHERE profile_id IN", in: ids.map(\.rawValue)
        ).compactMap(Self.proof).filter { $0.record.at <= instant }.sorted { ($0.record.at, $0.id) < ($1.record.at, $1.id) }
    }

    private static func proof(_ row: SQLRow) throws -> Proof? {
        guard let purpose = Purpose(rawValue: try row.text("purpose")) else { return nil }
        let evidence = ConsentEvidence(
            language: try row.textOrNull("language"), ip: try row.textOrNull("ip"), userAgent: try row.textOrNull("user_agent"))
        let record = ConsentRecord(
            purpose: purpose, channel: try row.name("channel"), status: try row.name("status"), legalBasis: try row.name("legal_basis"),
            source: try row.text("source"), textVersion: try row.textOrNull("text_version"), at: try row.instant("at"),
            expiresAt: try row.instantOrNull("expires_at"), evidence: evidence)
        return Proof(
            id: try row.integer("record_id"), profileId: try row.id("profile_id"), record: record,
            recordedAt: try row.instant("recorded_at"))
    }
}

extension [ConsentHistory.Proof] {
    /// Of those on one purpose and channel the last; sorted by time before.
    fileprivate var latest: [ConsentHistory.Proof] {
        reduce(into: [:] as OrderedDictionary<String, ConsentHistory.Proof>) {
            $0["\($1.record.purpose.rawValue) \($1.record.channel.rawValue)"] = $1
        }.values.map(\.self)
    }
}
