import CommonModels
import StorageKit

/// Moves or removes everything the projection holds about a person.
enum ProjectionMover {
    /// Events move; of each trait and consent the later word counts; memberships are Segment's to tell anew.
    static func merge(_ merged: ProfileID, into survivor: ProfileID, in tx: any SQLTransaction) throws {
        try tx.execute(
            """
            INSERT INTO projected_event (profile_id, name, time, event_id, type, properties)
            SELECT $1, name, time, event_id, type, properties FROM projected_event WHERE profile_id = $2
            ON CONFLICT DO NOTHING
            """, [survivor, merged])
        try tx.execute("DELETE FROM projected_event WHERE profile_id = $1", [merged])
        let profiles = try ProjectionProfiles.load([survivor, merged], in: tx)
        if let left = profiles[merged] {
            var kept = profiles[survivor] ?? ProfileFacts(unknown: survivor)
            absorb(left, into: &kept)
            try ProjectionProfiles.save([kept], in: tx)
        }
        try tx.execute("DELETE FROM projected_profile WHERE profile_id = $1", [merged])
        try tx.execute("DELETE FROM projected_membership WHERE profile_id = $1", [merged])
        try tx.execute("UPDATE projected_alias SET survivor_id = $1 WHERE survivor_id = $2", [survivor, merged])
        try tx.execute("DELETE FROM projected_alias WHERE profile_id = $1", [survivor])
        try tx.execute(
            """
            INSERT INTO projected_alias (profile_id, survivor_id) VALUES ($1, $2)
            ON CONFLICT (profile_id) DO UPDATE SET survivor_id = excluded.survivor_id
            """, [merged, survivor])
    }

    /// Gives events back, and lets the restored id and those that had ended in it name the restored person.
    static func unmerge(_ restoration: ProjectionRestoration, from survivor: ProfileID, in tx: any SQLTransaction) throws {
        let restored = restoration.restored
        try tx.execute("DELETE FROM projected_alias WHERE profile_id = $1", [restored])
        try tx.executeMany(
            "UPDATE projected_alias SET survivor_id = $1 WHERE profile_id = $2",
            restoration.family.dropFirst().map { [restored.sqlValue, $0.sqlValue] })
        try IDList.forEachChunk(of: restoration.eventIDs) { chunk in
            try tx.execute(
                "UPDATE projected_event SET profile_id = $1 WHERE profile_id = $2 AND event_id IN (\(chunk.placeholders(from: 3)))",
                [restored, survivor] + chunk.arguments)
        }
        var people = try ProjectionProfiles.load([survivor, restored], in: tx)
        if let seen = restoration.seen { people[restored, default: ProfileFacts(unknown: restored)].setSeen(seen) }
        if let seen = restoration.survivorSeen { people[survivor]?.setSeen(seen) }
        if let restriction = restoration.restriction {
            people[restored, default: ProfileFacts(unknown: restored)].restriction = restriction
        }
        if let restriction = restoration.survivorRestriction { people[survivor]?.restriction = restriction }
        if let consents = restoration.survivorConsents { people[survivor]?.consents = consents }
        try ProjectionProfiles.save([survivor, restored].compactMap { people[$0] }, in: tx)
    }

    static func erase(_ profile: ProfileID, in tx: any SQLTransaction) throws {
        for table in ["projected_event", "projected_profile", "projected_membership", "projected_alias"] {
            try tx.execute("DELETE FROM \(table) WHERE profile_id = $1", [profile])
        }
        try tx.execute("DELETE FROM projected_alias WHERE survivor_id = $1", [profile])
    }

    private static func absorb(_ left: ProfileFacts, into kept: inout ProfileFacts) {
        for (name, view) in left.traits where since(view) > (kept.traits[name].map(since) ?? .epoch) || kept.traits[name] == nil {
            kept.traits[name] = view
        }
        for identity in left.identities
        where !kept.identities.contains(where: { $0.namespace == identity.namespace && $0.value == identity.value }) {
            kept.identities.append(identity)
        }
        for consent in left.consents {
            let known = kept.consents.firstIndex { $0.purpose == consent.purpose && $0.channel == consent.channel }
            if let known {
                if consent.at > kept.consents[known].at { kept.consents[known] = consent }
            } else {
                kept.consents.append(consent)
            }
        }
        kept.restriction = kept.restriction.union(left.restriction)
        kept.firstSeen = min(kept.firstSeen, left.firstSeen)
        kept.lastSeen = max(kept.lastSeen, left.lastSeen)
    }

    private static func since(_ view: JSONValue) -> Instant { view["at"]?.stringValue.flatMap { Instant(rfc3339: $0) } ?? .epoch }
}
