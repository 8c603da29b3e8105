package import CommonModels
import ProjectionKit
package import RuleKit
package import StorageKit

/// How large a segment would be, before it exists.
package struct SegmentPreview: Sendable {
    /// Up to this many people are all evaluated; of more an evenly spread part.
    package static let evaluatedMax: Int64 = 20_000
    package static let sampleMax = 10

    private let database: any Database
    private let clock: WallClock

    package init(database: any Database, clock: WallClock) {
        self.database = database
        self.clock = clock
    }

    package struct Size: Hashable, Sendable, Encodable {
        /// Exact when everybody was evaluated, else scaled up.
        package let size: Int64
        package let isExact: Bool
        /// Half of the 95 % interval around an estimate; 0 when exact.
        package let marginOfError: Int64
        package let population: Int64
        /// Some who match, in no particular order.
        package let sample: [ProfileID]
    }

    package func size(of rule: Rule) async throws -> Size {
        let compiled = CompiledRule(rule)
        let now = clock.now()
        return try await database.read { tx in
            let population = try tx.row("SELECT COUNT(*) AS total FROM projected_profile")?.integer("total") ?? 0
            let stride = max(1, (population + Self.evaluatedMax - 1) / Self.evaluatedMax)
            var evaluated: Int64 = 0
            var matched: Int64 = 0
            var sample: [ProfileID] = []
            for profiles in try Self.chunks(stride: stride, in: tx) {
                for facts in try Self.people(profiles, compiled.references, at: now, in: tx) {
                    evaluated += 1
                    guard compiled.matches(facts, at: now) else { continue }
                    matched += 1
                    if sample.count < Self.sampleMax { sample.append(facts.profileID) }
                }
            }
            return Self.size(matched: matched, of: evaluated, population: population, sample: sample)
        }
    }

    private static func chunks(stride: Int64, in tx: any SQLTransaction) throws -> [[ProfileID]] {
        var chunks: [[ProfileID]] = []
        try tx.forEachRow(
            """
            SELECT profile_id FROM (SELECT profile_id, ROW_NUMBER() OVER (ORDER BY profile_id) AS position FROM projected_profile) AS people
            WHERE position % $1 = 0
            """, [stride]
        ) { row in
            if chunks.last.map({ $0.count >= SegmentMaintainer.chunkMax }) ?? true { chunks.append([]) }
            chunks[chunks.count - 1].append(try row.id("profile_id"))
        }
        return chunks
    }

    private static func people(
        _ profiles: [ProfileID], _ references: RuleReferences, at now: Instant, in tx: any SQLTransaction
    ) throws -> [ProfileFacts] {
        let people = try ProjectionReader().facts(for: profiles, .needed(references, now: now), includeMemberships: false, in: tx)
        let state = references.segments.isEmpty ? MembershipState() : try MembershipState.load(profiles, in: tx)
        return profiles.compactMap { profile in
            var facts = people[profile]
            facts?.segments = state.segments[profile] ?? []
            return facts
        }
    }

    /// Normal approximation of a share, without correction for the finite population.
    private static func size(matched: Int64, of evaluated: Int64, population: Int64, sample: [ProfileID]) -> Size {
        guard evaluated < population, evaluated > 0 else {
            return Size(size: matched, isExact: true, marginOfError: 0, population: population, sample: sample)
        }
        let share = Double(matched) / Double(evaluated)
        let margin = 1.96 * (share * (1 - share) / Double(evaluated)).squareRoot()
        return Size(
            size: Int64((share * Double(population)).rounded()), isExact: false,
            marginOfError: Int64((margin * Double(population)).rounded(.up)), population: population, sample: sample)
    }
}
