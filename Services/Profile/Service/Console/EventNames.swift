import CommonModels
import StorageKit

/// The names of the events a person has, for the filter of their timeline.
struct EventNames: Sendable {
    static let namesMax = 100

    let database: any Database

    /// With how many there are, the most frequent first.
    func names(of profile: ProfileView) async throws -> [(name: String, count: Int64)] {
        try await database.read { transaction in
            var counts: [String: Int64] = [:]
            for id in [profile.id] + profile.mergedIds.prefix(Self.namesMax) {
                let rows = try transaction.rows(
                    "SELECT name, count(*) AS events FROM event WHERE profile_id = $1 AND name IS NOT NULL GROUP BY name ORDER BY count(*) DESC LIMIT 100",
                    [id])
                for row in rows { counts[try row.text("name"), default: 0] += try row.integer("events") }
            }
            return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.namesMax).map { ($0.key, $0.value) }
        }
    }
}
