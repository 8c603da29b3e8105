import CommonModels
import FeedKit
import ProfileDomain
import ServiceKit
import StorageKit

/// Finds groups and their members, and says things of them that no tracking call said.
struct GroupDirectory: Sendable {
    let database: any Database
    let feed: Feed
    let clock: WallClock
    let audit: AuditLog

    struct Found: Sendable {
        let id: String
        let kind: String
        let memberCount: Int64
        let firstSeen: Instant
        let lastSeen: Instant
        let version: Int
        var traits: [String: TraitView]
    }

    /// The field a trait of a group is, as policies name it.
    static func fieldName(_ trait: String) -> String { trait == "name" ? "groupName" : trait }

    struct Member: Sendable {
        let profile: ProfileID
        let membership: GroupMembership
        let name: String?
    }

    struct Place: Sendable {
        let group: Found
        let membership: GroupMembership
    }

    static func listSQL(isFirst: Bool, hasKind: Bool) -> String {
        """
        SELECT group_id FROM customer_group WHERE group_id \(isFirst ? ">=" : ">") $1 AND group_id < $2\(hasKind ? " AND kind = $4" : "")
        ORDER BY group_id LIMIT $3
        """
    }

    static let membersSQL = """
        SELECT profile_id, role, since, at, left_at, source FROM group_member WHERE group_id = $1 AND profile_id > $2 AND left_at IS NULL
        ORDER BY profile_id LIMIT $3
        """

    /// Groups by id.
    func groups(kind: String?, beginningWith text: String, limit: Int, after: String?) async throws -> [Found] {
        try await database.read { tx in
            var values: [any SQLBindable] = [after ?? text, text + "\u{10FFFF}", limit]
            if let kind { values.append(kind) }
            let ids = try tx.rows(Self.listSQL(isFirst: after == nil, hasKind: kind != nil), values).map { try $0.text("group_id") }
            let found = try Self.found(Set(ids), in: tx)
            return ids.compactMap { found[$0] }
        }
    }

    func group(_ id: String) async throws -> Found? { try await database.read { tx in try Self.found([id], in: tx)[id] } }

    /// The kinds there are.
    func kinds() async throws -> [String] {
        try await database.read { tx in
            try tx.rows("SELECT DISTINCT kind FROM customer_group ORDER BY kind LIMIT 50").map { try $0.text("kind") }
        }
    }

    /// Who is in a group now, by profile id. Nil when there is no such group.
    func members(of id: String, limit: Int, after: String?) async throws -> [Member]? {
        try await database.read { tx in
            guard try tx.row("SELECT group_id FROM customer_group WHERE group_id = $1", [id]) != nil else { return nil }
            let rows = try tx.rows(Self.membersSQL, [id, after ?? "", limit])
            let sheets = try TraitStore.profiles.sheets(of: Set(rows.map { try $0.id("profile_id") }), in: tx)
            return try rows.map { row in
                let profile: ProfileID = try row.id("profile_id")
                return Member(
                    profile: profile, membership: try GroupStore.membership(row), name: sheets[profile]?.view("name")?.value.stringValue)
            }
        }
    }

    /// Which groups a person is in. Nil when there is no such profile.
    func places(of id: ProfileID) async throws -> [Place]? {
        try await database.read { tx in
            guard let survivor = try IdentityStore.survivor(of: id, in: tx) else { return nil }
            let places = try GroupStore.places(of: [survivor], in: tx).filter(\.value.isPresent)
            let found = try Self.found(Set(places.keys.map(\.group)), in: tx)
            return places.sorted { $0.key.group < $1.key.group }.compactMap { place, membership in
                found[place.group].map { Place(group: $0, membership: membership) }
            }
        }
    }

    /// Says something of a group or of somebody's place in it.
    /// - Returns: false when the person is unknown.
    func state(_ word: GroupWord, action: String, by context: ServiceContext) async throws -> Bool {
        try await database.write { tx in
            try tx.serialize(on: "profile-identity")
            guard let word = try Self.resolved(word, in: tx) else { return false }
            let faults = try GroupStore.apply([word], in: tx)
            guard faults.isEmpty else {
                throw Problem.validation(faults.map { Problem.Fault($1.reason.detail, pointer: "/traits" + $1.pointer) })
            }
            var told = GroupBatch()
            told.touch(word)
            try feed.publish(try told.tell(survivor: { $0 }, now: clock.now(), in: tx), in: tx)
            var detail: JSONObject = ["traits": .array(word.traits.keys.map { .string($0) })]
            if let profile = word.profileId { detail["profileId"] = .string(profile.rawValue) }
            if let reason = word.reason { detail["reason"] = .string(reason) }
            try audit.record(context, action: action, object: word.groupId, detail: .object(detail), in: tx)
            return true
        }
    }

    /// The word about the living profile.
    private static func resolved(_ word: GroupWord, in tx: any SQLTransaction) throws -> GroupWord? {
        guard let id = word.profileId else { return word }
        guard let survivor = try IdentityStore.survivor(of: id, in: tx) else { return nil }
        return GroupWord(
            groupId: word.groupId, profileId: survivor, kind: word.kind, role: word.role, isLeaving: word.isLeaving, traits: word.traits,
            at: word.at, source: word.source, reason: word.reason)
    }

    private static func found(_ ids: Set<String>, in tx: any SQLTransaction) throws -> [String: Found] {
        let sheets = try TraitStore.groups.sheets(of: ids, in: tx)
        var found: [String: Found] = [:]
        for (id, row) in try GroupStore.rows(of: ids, in: tx) {
            found[id] = Found(
                id: id, kind: row.kind, memberCount: row.memberCount, firstSeen: row.firstSeen, lastSeen: row.lastSeen,
                version: Int(row.version), traits: sheets[id]?.views ?? [:])
        }
        return found
    }
}
