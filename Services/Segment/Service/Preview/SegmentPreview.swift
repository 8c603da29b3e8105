package import CommonModels
package import ConsoleKit
import ProjectionKit
package import RuleKit
package import ServiceKit
package import StorageKit
import SubjectKit

/// How large a segment would be, before it exists.
package struct SegmentPreview: Sendable {
    /// Up to this many people are all evaluated; of more an evenly spread part.
    package static let evaluatedMax: Int64 = 20_000
    package static let sampleMax = 10
    /// Who may not read what a rule looks at learns of no smaller groups: the size of a small one would tell of single people.
    package static let leastTold: Int64 = 20

    private let database: any Database
    private let clock: WallClock
    private let policies = PolicyShelf()

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
        /// Some who match, in no particular order; nobody who restricted the use of their data.
        package let sample: [ProfileID]
        /// What the rule looks at and the reader may not read; then there is no sample, and sizes below ``leastTold`` are 0.
        package var masked: [FieldMask.Hidden]?
    }

    /// - Throws: ``PolicyViolation`` when no segment may look at what the rule looks at.
    package func size(of rule: Rule, for reader: Principal?) async throws -> Size {
        let compiled = CompiledRule(rule)
        let now = clock.now()
        return try await database.read { [policies] tx in
            let fields = try SegmentFields.all(of: rule, in: tx)
            try policies.require(DataUse(.segmentActivation, fields: fields), in: tx)
            let mask = FieldMask(try policies.book(in: tx), for: reader)
            for field in fields { _ = mask.masks(field) }
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
                    if sample.count < Self.sampleMax, !facts.restriction.forbidsProfiling { sample.append(facts.profileID) }
                }
            }
            let size = Self.size(matched: matched, of: evaluated, population: population, sample: sample)
            return mask.hidden.isEmpty ? size : Self.veiled(size, mask.hidden)
        }
    }

    private static func veiled(_ size: Size, _ hidden: [FieldMask.Hidden]) -> Size {
        let isTold = size.size >= leastTold
        return Size(
            size: isTold ? size.size : 0, isExact: isTold && size.isExact, marginOfError: isTold ? size.marginOfError : leastTold,
            population: size.population, sample: [], masked: hidden)
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
