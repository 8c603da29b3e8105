package import CommonModels
import ProjectionKit
package import RuleKit
package import SegmentDomain
package import StorageKit

/// Who is in what.
package struct MembershipStore: Sendable {
    package static let ofPersonSQL = """
        SELECT profile_id, segment_id, entered_at, reason, version FROM segment_membership WHERE profile_id = $1 ORDER BY segment_id
        """

    /// Members whose data may be used for profiling, and for the purpose `$4` if there is one.
    package static func membersSQL(_ engine: SQLEngine, hasPurpose: Bool) -> String {
        """
        SELECT m.profile_id, m.segment_id, m.entered_at, m.reason, m.version FROM segment_membership m
        LEFT JOIN projected_profile p ON p.profile_id = m.profile_id
        WHERE m.segment_id = $1 AND m.profile_id > $2 AND (p.restriction IS NULL OR NOT (
            p.restriction LIKE '%"isRestricted":true%' OR p.restriction LIKE '%"personalization"%'
            \(hasPurpose ? "OR " + engine.contains("p.restriction", "$4") : "")))
        ORDER BY m.profile_id LIMIT $3
        """
    }

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
        package let segment: Segment
        package let membership: Membership?
        package let outcome: RuleOutcome
        package let nextChange: Instant?
        package let isKnown: Bool
    }

    /// A living person with their memberships.
    private struct Person {
        let id: ProfileID
        let memberships: [Membership]

        init(_ profile: ProfileID, in tx: any SQLTransaction) throws {
            id = try ProjectionReader().livingID(of: profile, in: tx)
            memberships = try tx.rows(MembershipStore.ofPersonSQL, [id]).map(MembershipStore.membership)
        }

        func explain(_ segments: [Segment], at now: Instant, in tx: any SQLTransaction) throws -> [Explanation] {
            let compiled = segments.map { CompiledRule($0.rule) }
            let references = compiled.reduce(into: RuleReferences()) { $0.formUnion($1.references) }
            let people = try ProjectionReader().facts(for: [id], .needed(references, now: now), includeMemberships: false, in: tx)
            var facts = people[id] ?? ProfileFacts(unknown: id)
            facts.segments = Set(memberships.map(\.segmentId))
            return zip(segments, compiled).map { segment, rule in
                Explanation(
                    profileID: id, segment: segment, membership: memberships.first { $0.segmentId == segment.id },
                    outcome: rule.evaluate(facts, at: now), nextChange: rule.nextChange(facts, at: now), isKnown: people[id] != nil)
            }
        }
    }

    /// Members by profile id; one more than `limit` to know whether there is a next page. Whoever restricted the use of their
    /// data, or objected to profiling, is on no list.
    /// - Parameter purpose: leaves out those who may not be used for it as well: an activation asks this way.
    package func members(of segment: SegmentID, for purpose: Purpose? = nil, after: String?, limit: Int) async throws -> [Membership] {
        try await database.read { tx in
            var arguments: [any SQLBindable] = [segment, after ?? "", limit + 1]
            if let purpose { arguments.append("\"\(purpose.rawValue)\"") }
            return try tx.rows(Self.membersSQL(tx.engine, hasPurpose: purpose != nil), arguments).map(Self.membership)
        }
    }

    /// Evaluates one segment's rule for a person afresh.
    package func explain(_ segment: Segment, for profile: ProfileID) async throws -> Explanation {
        let now = clock.now()
        return try await database.read { tx in
            let person = try Person(profile, in: tx)
            let explained = try person.explain([segment], at: now, in: tx)
            guard let explanation = explained.first else { throw SegmentError.notFound }
            return explanation
        }
    }

    /// Every segment a person is in, with why they are in it now; a merged id answers as the survivor.
    package func explainMemberships(of profile: ProfileID) async throws -> (profile: ProfileID, explanations: [Explanation]) {
        let now = clock.now()
        return try await database.read { tx in
            let person = try Person(profile, in: tx)
            var segments: [Segment] = []
            try IDList.forEachChunk(of: person.memberships.map(\.segmentId.rawValue)) { chunk in
                let sql = "SELECT \(SegmentRow.columns) FROM segment WHERE id IN (\(chunk.placeholders(from: 1))) ORDER BY id"
                segments += try tx.rows(sql, chunk.arguments).map { try SegmentRow($0).segment }
            }
            return (person.id, try person.explain(segments, at: now, in: tx))
        }
    }

    /// How many entered and left.
    package struct Change: Hashable, Sendable {
        package static let none = Change(entered: 0, left: 0)
        package let entered: Int64
        package let left: Int64
    }

    /// Changes of several segments over the last days, today included.
    package func changes(of segments: [SegmentID], days: Int) async throws -> [SegmentID: Change] {
        let first = clock.now().utcDay - Int64(days - 1)
        return try await database.read { tx in
            var changes: [SegmentID: Change] = [:]
            try IDList.forEachChunk(of: segments.map(\.rawValue)) { chunk in
                let number = chunk.next(after: 1)
                let rows = try tx.rows(
                    """
                    SELECT segment_id, CAST(SUM(entered) AS BIGINT) AS entered, CAST(SUM(departed) AS BIGINT) AS departed FROM segment_size
                    WHERE segment_id IN (\(chunk.placeholders(from: 1))) AND day >= $\(number) GROUP BY segment_id
                    """, chunk.arguments + [first])
                for row in rows {
                    changes[try row.id("segment_id")] = Change(entered: try row.integer("entered"), left: try row.integer("departed"))
                }
            }
            return changes
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
