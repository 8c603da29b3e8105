import CommonModels
import ProfileDomain
import StorageKit

/// Accounts, households and other groups of people, with traits of their own.
enum GroupStore {
    struct Row {
        var kind: String
        var kindAt: Instant
        var firstSeen: Instant
        var lastSeen: Instant
        var memberCount: Int64
        var version: Int64

        init(_ word: GroupWord) {
            (kind, kindAt) = (word.kind ?? GroupWord.kindDefault, word.kind == nil ? .epoch : word.at)
            (firstSeen, lastSeen, memberCount, version) = (word.at, word.at, 0, 0)
        }

        init(_ row: SQLRow) throws {
            (kind, kindAt) = (try row.text("kind"), try row.instant("kind_at"))
            (firstSeen, lastSeen) = (try row.instant("first_seen"), try row.instant("last_seen"))
            (memberCount, version) = (try row.integer("member_count"), try row.integer("version"))
        }

        mutating func take(_ word: GroupWord) {
            (firstSeen, lastSeen, version) = (min(firstSeen, word.at), max(lastSeen, word.at), version + 1)
            if let kind = word.kind, word.at >= kindAt { (self.kind, kindAt) = (kind, word.at) }
        }
    }

    struct Place: Hashable {
        let group: String
        let profile: ProfileID
    }

    /// Applies words in their order: groups, traits and places in them are loaded once and written once.
    /// - Returns: traits that were not kept, with the word that stated them.
    static func apply(_ words: [GroupWord], in transaction: any SQLTransaction) throws -> [(GroupWord, TraitFault)] {
        let ids = Set(words.map(\.groupId))
        var groups = try rows(of: ids, in: transaction)
        var sheets = try TraitStore.groups.sheets(of: ids, in: transaction)
        var places = try places(of: Set(words.compactMap(\.profileId)), in: transaction)
        var written: [String: [TraitKey: TraitStatement]] = [:]
        var moved: Set<Place> = []
        var faults: [(GroupWord, TraitFault)] = []
        for word in words {
            var group = groups[word.groupId] ?? Row(word)
            group.take(word)
            let said = TraitWord(at: word.at, source: word.source, reason: word.reason)
            let outcome = sheets[word.groupId, default: TraitSheet()].state(word.traits, said)
            written[word.groupId, default: [:]].merge(outcome.written) { $1 }
            faults += outcome.faults.map { (word, $0) }
            if let profile = word.profileId {
                let place = Place(group: word.groupId, profile: profile)
                let before = places[place]
                var membership = before ?? GroupMembership(word)
                membership.take(word)
                group.memberCount += (membership.isPresent ? 1 : 0) - (before?.isPresent == true ? 1 : 0)
                places[place] = membership
                moved.insert(place)
            }
            groups[word.groupId] = group
        }
        try save(groups, in: transaction)
        try TraitStore.groups.save(written, in: transaction)
        try save(places.filter { moved.contains($0.key) }, in: transaction)
        return faults
    }

    /// The places of a merged profile are the survivor's now.
    /// - Returns: whether it had any.
    static func move(_ merge: IdentityMerge, in transaction: any SQLTransaction) throws -> Bool {
        let lost = try places(of: [merge.merged], in: transaction)
        guard !lost.isEmpty else { return false }
        let own = try places(of: [merge.into], in: transaction)
        var joined: [Place: GroupMembership] = [:]
        for (place, membership) in lost {
            let target = Place(group: place.group, profile: merge.into)
            let before = own[target]
            let after = before?.joined(with: membership) ?? membership
            joined[target] = after
            let change = [after.isPresent ? 1 : 0, before?.isPresent == true ? -1 : 0, membership.isPresent ? -1 : 0].reduce(0, +)
            if change != 0 {
                try transaction.execute(
                    "UPDATE customer_group SET member_count = member_count + $2 WHERE group_id = $1", [place.group, change])
            }
        }
        try transaction.execute("DELETE FROM group_member WHERE profile_id = $1", [merge.merged])
        try save(joined, in: transaction)
        return true
    }

    static func rows(of ids: Set<String>, in transaction: any SQLTransaction) throws -> [String: Row] {
        let sql = "SELECT group_id, kind, kind_at, first_seen, last_seen, member_count, version FROM customer_group WHERE group_id IN"
        return try transaction.rows(sql, in: ids).reduce(into: [:]) { $0[try $1.text("group_id")] = try Row($1) }
    }

    static func places(of ids: Set<ProfileID>, in transaction: any SQLTransaction) throws -> [Place: GroupMembership] {
        let sql = "SELECT group_id, profile_id, role, since, at, left_at, source FROM group_member WHERE profile_id IN"
        return try transaction.rows(sql, in: ids.lazy.map(\.rawValue)).reduce(into: [:]) { places, row in
            places[Place(group: try row.text("group_id"), profile: try row.id("profile_id"))] = try membership(row)
        }
    }

    static func membership(_ row: SQLRow) throws -> GroupMembership {
        GroupMembership(
            role: try row.textOrNull("role"), since: try row.instant("since"), at: try row.instant("at"),
            leftAt: try row.instantOrNull("left_at"), source: try row.text("source"))
    }

    private static func save(_ groups: [String: Row], in transaction: any SQLTransaction) throws {
        try transaction.insert(
            into: "customer_group",
            columns: ["group_id", "kind", "kind_at", "first_seen", "last_seen", "member_count", "version"],
            rows: groups.map { id, row in
                [
                    .text(id), .text(row.kind), row.kindAt.sqlValue, row.firstSeen.sqlValue, row.lastSeen.sqlValue,
                    .integer(row.memberCount), .integer(row.version),
                ]
            },
            onConflict: .replace(
                key: ["group_id"], update: ["kind", "kind_at", "first_seen", "last_seen", "member_count", "version"]))
    }

    private static func save(_ places: [Place: GroupMembership], in transaction: any SQLTransaction) throws {
        try transaction.insert(
            into: "group_member", columns: ["group_id", "profile_id", "role", "since", "at", "left_at", "source"],
            rows: places.map { place, membership in
                [
                    .text(place.group), place.profile.sqlValue, .optional(membership.role), membership.since.sqlValue,
                    membership.at.sqlValue, membership.leftAt.sqlValue, .text(membership.source),
                ]
            },
            onConflict: .replace(key: ["group_id", "profile_id"], update: ["role", "since", "at", "left_at", "source"]))
    }
}
