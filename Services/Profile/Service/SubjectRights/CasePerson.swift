import CommonModels
import ProfileDomain
import StorageKit

/// The person a case is about, as Profile knows them at the moment.
struct CasePerson: Sendable {
    static let identitiesMax = 1_000

    let id: ProfileID
    let merged: [ProfileID]
    let identities: [IdentityKey]

    var ids: [ProfileID] { [id] + merged }

    /// The person's identities and those a case was opened with, but for what became somebody else's meanwhile.
    func identities(with opened: [IdentityKey], in tx: any SQLTransaction) throws -> Set<IdentityKey> {
        let present = Set(identities)
        return try present.union(opened.filter { try !present.contains($0) && IdentityStore.owner(of: $0, in: tx) == nil })
    }

    /// Nil when nobody is, or is any more, whom `subject` names.
    static func find(_ subject: CaseDesk.Subject, in tx: any SQLTransaction) throws -> CasePerson? {
        let found: ProfileID? =
            switch subject {
            case .profile(let id): try IdentityStore.survivor(of: id, in: tx)
            case .identity(let key): try IdentityStore.owner(of: key, in: tx)
            }
        guard let id = found else { return nil }
        let merged: [ProfileID] = try tx.rows(
            "SELECT profile_id FROM profile WHERE merged_into = $1 ORDER BY profile_id LIMIT 1000", [id]
        ).map { try $0.id("profile_id") }
        guard merged.count < identitiesMax else { throw CaseError.tooManyIDs(max: identitiesMax - 1) }
        let rows = try tx.rows(
            "SELECT namespace, value FROM identity WHERE profile_id = $1 ORDER BY namespace, value LIMIT $2", [id, identitiesMax])
        return CasePerson(
            id: id, merged: merged,
            identities: try rows.map { row in
                IdentityKey(trusted: IdentityNamespace(rawValue: try row.text("namespace")), try row.text("value"))
            })
    }
}
