import CommonModels
import ProfileDomain
import StorageKit

/// What Profile keeps count of, made right before the rows of a person go: how many people there are, and how many are in
/// each of their groups.
enum PersonDeparture {
    static func settle(_ ids: [ProfileID], in tx: any SQLTransaction) throws {
        let rows = try tx.rows("SELECT is_known, merged_into FROM profile WHERE profile_id IN", in: ids.map(\.rawValue))
        let living = try rows.filter { try $0.textOrNull("merged_into") == nil }
        let known = try living.filter { try $0.integer("is_known") == 1 }
        try PopulationStore.add(
            ProfileCounts(living: -Int64(living.count), known: -Int64(known.count), merged: -Int64(rows.count - living.count)), in: tx)
        try tx.executeMany(
            """
            UPDATE customer_group SET member_count = member_count - 1 WHERE group_id IN
                (SELECT group_id FROM group_member WHERE profile_id = $1 AND left_at IS NULL)
            """, ids.map { [$0.sqlValue] })
    }
}
