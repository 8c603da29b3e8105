import CommonModels
import ProfileDomain
import StorageKit

/// A merge with all that was written down to undo it.
struct StoredMerge {
    let id: Int64
    let survivor: ProfileID
    let merged: ProfileID
    let at: Instant
    let eventId: EventID?
    /// What the merged profile was known by.
    let identities: [IdentityKey]
    let lost: TraitSheet
    let kept: TraitSheet
    /// The last event before an explicit merge.
    let eventAfter: Int64

    /// - Throws: ``MergeError/noSuchMerge``, ``MergeError/undoneBefore``
    static func load(_ id: Int64, in transaction: any SQLTransaction) throws -> StoredMerge {
        let sql = """
            SELECT survivor, merged, at, event_id, identities, sheet, survivor_sheet, event_after, undone_at FROM profile_merge
            WHERE merge_id = $1
            """
        guard let row = try transaction.row(sql, [id]) else { throw MergeError.noSuchMerge }
        guard try row.instantOrNull("undone_at") == nil else { throw MergeError.undoneBefore }
        return StoredMerge(
            id: id, survivor: try row.id("survivor"), merged: try row.id("merged"), at: try row.instant("at"),
            eventId: try row.idOrNull("event_id"), identities: Self.keys(try row.json("identities")),
            lost: TraitSheet(try StoredSheet.statements(row.text("sheet"))),
            kept: TraitSheet(try StoredSheet.statements(row.text("survivor_sheet"))),
            eventAfter: try row.integer("event_after"))
    }

    private static func keys(_ json: JSONValue) -> [IdentityKey] {
        (json.arrayValue ?? []).compactMap { item in
            guard let namespace = item["namespace"]?.stringValue, let value = item["value"]?.stringValue else { return nil }
            return IdentityKey(trusted: IdentityNamespace(rawValue: namespace), value)
        }
    }
}
