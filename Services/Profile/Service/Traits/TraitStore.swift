import CommonModels
import StorageKit

/// Reads and writes traits with their time and source.
enum TraitStore {
    static func load(_ ids: Set<ProfileID>, in transaction: any SQLTransaction) throws -> [ProfileID: [String: TraitView]] {
        var traits: [ProfileID: [String: TraitView]] = [:]
        let rows = try transaction.rows(
            "SELECT profile_id, name, value, at, source FROM trait WHERE profile_id IN", in: ids.map(\.rawValue))
        for row in rows {
            traits[try row.id("profile_id"), default: [:]][try row.text("name")] = TraitView(
                value: try row.json("value"), at: try row.instant("at"), source: try row.text("source"))
        }
        return traits
    }

    static func save(
        _ traits: [ProfileID: [String: TraitView]], removed: [(ProfileID, String)], in transaction: any SQLTransaction
    ) throws {
        for (id, name) in removed {
            try transaction.execute("DELETE FROM trait WHERE profile_id = $1 AND name = $2", [id, name])
        }
        try transaction.insert(
            into: "trait", columns: ["profile_id", "name", "value", "at", "source"],
            rows: traits.flatMap { id, views in
                views.map { name, view in [id.sqlValue, .text(name), view.value.sqlValue, view.at.sqlValue, .text(view.source)] }
            },
            onConflict: .replace(key: ["profile_id", "name"], update: ["value", "at", "source"]))
    }
}
