import CommonModels
import ProfileDomain
import StorageKit

/// What a person said may be done with their data, and what they asked for.
struct CustomerRights: Sendable {
    /// For each purpose and channel the person said something about, what counts now.
    let stated: [EffectiveConsent]
    /// For the others: the default of their region.
    let unasked: [EffectiveConsent]
    /// Whose defaults hold; nil where none is set up for their country.
    let region: ConsentRegion?
    let restriction: UseRestriction
    /// The latest first.
    let cases: [SubjectCase]

    /// - Parameter profile: living.
    static func read(of profile: ProfileView, at now: Instant, in database: any Database) async throws -> CustomerRights {
        try await database.read { tx in
            let ids = [profile.id] + profile.mergedIds
            let standing = try ConsentHistory.standing(of: profile.id, at: now, in: tx)
            let items = standing?.items ?? []
            return CustomerRights(
                stated: items.filter { $0.record != nil }, unasked: items.filter { $0.record == nil }, region: standing?.region,
                restriction: try UseRestrictions.current(of: ids, in: tx),
                cases: try CaseStore.cases(about: ids, in: tx).sorted { $0.openedAt > $1.openedAt })
        }
    }
}
