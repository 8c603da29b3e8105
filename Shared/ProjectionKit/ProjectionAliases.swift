import CommonModels
import StorageKit

/// Which ids were merged away, for the people of one batch.
struct ProjectionAliases {
    private var survivors: [String: ProfileID]

    static func load(named ids: Set<String>, in tx: any SQLTransaction) throws -> ProjectionAliases {
        var survivors: [String: ProfileID] = [:]
        try IDList.forEachChunk(of: ids.sorted()) { chunk in
            let rows = try tx.rows(
                "SELECT profile_id, survivor_id FROM projected_alias WHERE profile_id IN (\(chunk.placeholders(from: 1)))", chunk.arguments)
            for row in rows { survivors[try row.text("profile_id")] = try row.id("survivor_id") }
        }
        return ProjectionAliases(survivors: survivors)
    }

    func living(_ id: ProfileID) -> ProfileID { survivors[id.rawValue] ?? id }

    /// Ids that were merged into an erased person name nobody any more.
    mutating func erased(_ id: ProfileID) {
        survivors = survivors.filter { $0.key != id.rawValue && $0.value != id }
    }

    /// The first of `family` lives again; the others name it.
    mutating func restored(_ family: [ProfileID]) {
        guard let restored = family.first else { return }
        for id in family.dropFirst() { survivors[id.rawValue] = restored }
        survivors[restored.rawValue] = nil
    }

    mutating func merged(_ id: ProfileID, into survivor: ProfileID) {
        for (other, present) in survivors where present == id { survivors[other] = survivor }
        survivors[id.rawValue] = survivor
        survivors[survivor.rawValue] = nil
    }
}
