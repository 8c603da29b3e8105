package import CommonModels
package import RuleKit
package import StorageKit

/// Reads the facts of people out of the projection: a few statements for any number of people.
package struct ProjectionReader: Sendable {
    /// What of a person's history and memberships to read.
    package enum Scope: Sendable {
        /// Every event and membership.
        case everything
        /// What rules with these references look at, when evaluated at `now` or later.
        case needed(RuleReferences, now: Instant)
    }

    package init() {}

    /// One person; somebody unknown has empty facts. A merged id answers as the survivor.
    package func facts(for id: ProfileID, _ scope: Scope = .everything, in tx: any SQLTransaction) throws -> ProfileFacts {
        let living = try livingID(of: id, in: tx)
        if let facts = try facts(for: [living], scope, in: tx)[living] { return facts }
        var unknown = ProfileFacts(unknown: living)
        unknown.policy = try policy(in: tx)
        return unknown
    }

    /// The id that lives on for a merged one, else the same.
    package func livingID(of id: ProfileID, in tx: any SQLTransaction) throws -> ProfileID {
        try tx.row("SELECT survivor_id FROM projected_alias WHERE profile_id = $1", [id])?.id("survivor_id") ?? id
    }

    /// People by living id; those unknown are left out.
    package func facts(
        for ids: [ProfileID], _ scope: Scope, includeMemberships: Bool = true, in tx: any SQLTransaction
    ) throws -> [ProfileID: ProfileFacts] {
        var people = try profiles(ids, in: tx)
        switch scope {
        case .everything:
            try read(EventQuery(names: nil, after: nil, properties: true), of: ids, into: &people, in: tx)
        case .needed(let references, let now):
            for query in EventQuery.queries(for: references, now: now) { try read(query, of: ids, into: &people, in: tx) }
        }
        if includeMemberships { try readMemberships(of: ids, into: &people, in: tx) }
        return people
    }

    /// People without their history, e.g. to show a list of members by name.
    package func profiles(_ ids: [ProfileID], in tx: any SQLTransaction) throws -> [ProfileID: ProfileFacts] {
        var people = try ProjectionProfiles.load(ids, in: tx)
        if let policy = try ProjectionPolicy.load(in: tx) {
            for id in people.keys { people[id]?.policy = policy }
        }
        return people
    }

    /// The regional defaults of consent, as Profile published them last.
    package func policy(in tx: any SQLTransaction) throws -> ConsentPolicy { try ProjectionPolicy.load(in: tx) ?? .none }

    private func read(
        _ query: EventQuery, of ids: [ProfileID], into people: inout [ProfileID: ProfileFacts], in tx: any SQLTransaction
    ) throws {
        try IDList.forEachChunk(of: ids.map(\.rawValue)) { chunk in
            var arguments = chunk.arguments
            let sql = query.sql(people: chunk, arguments: &arguments)
            try tx.forEachRow(sql, arguments) { row in
                let fact = EventFact(
                    time: try row.instant("time"),
                    properties: query.properties ? try row.json("properties").objectValue ?? [:] : [:])
                people[try row.id("profile_id")]?.events[try row.text("name"), default: []].append(fact)
            }
        }
    }

    private func readMemberships(of ids: [ProfileID], into people: inout [ProfileID: ProfileFacts], in tx: any SQLTransaction) throws {
        try IDList.forEachChunk(of: ids.map(\.rawValue)) { chunk in
            let sql = "SELECT profile_id, segment_id FROM projected_membership WHERE profile_id IN (\(chunk.placeholders(from: 1)))"
            for row in try tx.rows(sql, chunk.arguments) { people[try row.id("profile_id")]?.segments.insert(try row.id("segment_id")) }
        }
    }
}
