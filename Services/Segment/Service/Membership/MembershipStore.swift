package import CommonModels
import ProjectionKit
package import RuleKit
package import SegmentDomain
package import StorageKit

/// Who is in what.
package struct MembershipStore: Sendable {
    static let membersSQL = """
        SELECT profile_id, segment_id, entered_at, reason, version FROM segment_membership
        WHERE segment_id = $1 AND profile_id > $2 ORDER BY profile_id LIMIT $3
        """
    static let ofPersonSQL = """
        SELECT profile_id, segment_id, entered_at, reason, version FROM segment_membership WHERE profile_id = $1 ORDER BY segment_id
        """

    private let database: any Database
    private let clock: WallClock

    package init(database: any Database, clock: WallClock) {
        self.database = database
        self.clock = clock
    }

    /// One day of a segment's life.
    package struct Day: Hashable, Sendable, Codable {
        package let day: String
        package let size: Int64
        package let entered: Int64
        package let left: Int64
    }

    /// Why a person is in or out, and until when nothing changes by itself.
    package struct Explanation: Sendable {
        package let profileID: ProfileID
        package let membership: Membership?
        package let outcome: RuleOutcome
        package let nextChange: Instant?
        package let isKnown: Bool
    }

    /// Members by profile id; one more than `limit` to know whether there is a next page.
    package func members(of segment: SegmentID, after: String?, limit: Int) async throws -> [Membership] {
        try await database.read { tx in
            try tx.rows(Self.membersSQL, [segment, after ?? "", limit + 1]).map(Self.membership)
        }
    }

    /// The memberships of a person; a merged id answers as the survivor.
    package func memberships(of profile: ProfileID) async throws -> (profile: ProfileID, memberships: [Membership]) {
        try await database.read { tx in
            let living = try ProjectionReader().livingID(of: profile, in: tx)
            return (living, try tx.rows(Self.ofPersonSQL, [living]).map(Self.membership))
        }
    }

    /// Evaluates a rule for one person afresh.
    package func explain(_ rule: Rule, of segment: SegmentID, for profile: ProfileID) async throws -> Explanation {
        let compiled = CompiledRule(rule)
        let now = clock.now()
        return try await database.read { tx in
            let living = try ProjectionReader().livingID(of: profile, in: tx)
            let memberships = try tx.rows(Self.ofPersonSQL, [living]).map(Self.membership)
            let people = try ProjectionReader().facts(
                for: [living], .needed(compiled.references, now: now), includeMemberships: false, in: tx)
            var facts = people[living] ?? ProfileFacts(unknown: living)
            facts.segments = Set(memberships.map(\.segmentId))
            return Explanation(
                profileID: living, membership: memberships.first { $0.segmentId == segment }, outcome: compiled.evaluate(facts, at: now),
                nextChange: compiled.nextChange(facts, at: now), isKnown: people[living] != nil)
        }
    }

    /// The last days with a change, oldest first.
    package func days(of segment: SegmentID, limit: Int) async throws -> [Day] {
        try await database.read { tx in
            let rows = try tx.rows(
                "SELECT day, size, entered, departed FROM segment_size WHERE segment_id = $1 ORDER BY day DESC LIMIT $2", [segment, limit])
            return try rows.reversed().map { row in
                Day(
                    day: CivilDate(daysSince1970: try row.integer("day")).description, size: try row.integer("size"),
                    entered: try row.integer("entered"), left: try row.integer("departed"))
            }
        }
    }

    private static func membership(_ row: SQLRow) throws -> Membership {
        Membership(
            profileId: try row.id("profile_id"), segmentId: try row.id("segment_id"), enteredAt: try row.instant("entered_at"),
            reason: try row.name("reason"), version: try row.int("version"))
    }
}
