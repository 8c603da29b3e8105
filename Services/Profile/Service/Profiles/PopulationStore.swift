import CommonModels
import ProfileDomain
import StorageKit

/// How many people there are, kept with every change instead of counted for every page.
enum PopulationStore {
    static func counts(in transaction: any SQLTransaction) throws -> ProfileCounts {
        let row = try transaction.row("SELECT living, known, merged FROM population WHERE id = 1")
        return ProfileCounts(
            living: try row?.integer("living") ?? 0, known: try row?.integer("known") ?? 0, merged: try row?.integer("merged") ?? 0)
    }

    /// Adds what a transaction changed; whoever makes, joins, parts or erases profiles calls it in that transaction.
    static func add(_ change: ProfileCounts, in transaction: any SQLTransaction) throws {
        guard change != ProfileCounts(living: 0, known: 0, merged: 0) else { return }
        try transaction.execute(
            "UPDATE population SET living = living + $1, known = known + $2, merged = merged + $3 WHERE id = 1",
            [change.living, change.known, change.merged])
    }
}

extension ProfileCounts {
    /// What a batch changed: the living profiles of its graph, before and after.
    init(from old: IdentityGraph.Population, to new: IdentityGraph.Population) {
        self.init(living: new.living - old.living, known: new.known - old.known, merged: new.merged - old.merged)
    }
}
