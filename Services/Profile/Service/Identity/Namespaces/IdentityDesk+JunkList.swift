import CommonModels
import Crypto
import FeedKit
import ProfileDomain
import ServiceKit
import StorageKit

extension IdentityDesk {
    /// Values of an audit entry; the rest are counted.
    private static let namedMax = 50

    /// The list as a document. Its version follows from what it says: what else changes of the identity rules is nothing to it.
    struct ListedJunk: Sendable {
        let list: JunkList
        let version: Int64

        init(_ list: JunkList) {
            self.list = list
            // 48 bits: a number JSON carries exactly.
            version = SHA256.hash(data: Array(list.json.serialized.utf8)).prefix(6).reduce(0) { $0 << 8 | Int64($1) }
        }
    }

    func junkList() async throws -> ListedJunk { try await database.read { try Self.junkList(in: $0) } }

    /// Makes the list what `list` says, in one step. Whoever has a value that is new on it loses it, and the feed says so.
    /// - Parameter version: the one that was read; nil for whatever is there.
    /// - Throws: ``IdentityRuleError``; then nothing is changed.
    func replaceJunk(_ list: JunkList, version: Int?, by actor: IdentityActor, at now: Instant) async throws -> ListedJunk {
        try await database.write { transaction in
            try transaction.serialize(on: "profile-identity")
            let present = try Self.junkList(in: transaction)
            if let version, version != present.version { throw IdentityRuleError.changedMeanwhile(version: Int(present.version)) }
            let wanted = try normalized(list, in: transaction)
            let (old, new) = (Self.byKey(present.list), Self.byKey(wanted))
            let gone = present.list.values.filter { new[Self.key($0)] == nil }
            let added = wanted.values.filter { old[Self.key($0)] == nil }
            let noted = wanted.values.filter { item in old[Self.key(item)].map { $0.note != item.note } ?? false }
            guard !(gone.isEmpty && added.isEmpty && noted.isEmpty) else { return present }
            for item in gone { _ = try JunkStore.remove(item.namespace, item.value, in: transaction) }
            for item in noted { try JunkStore.note(item, in: transaction) }
            let rules = try IdentityRulesStore.definitions(in: transaction)
            for item in added { try self.list(item, rules, by: actor, at: now, in: transaction) }
            guard try JunkStore.count(in: transaction) <= JunkIdentities.countMax else { throw IdentityRuleError.tooMuchJunk }
            try audit.record(
                actor: actor.id, action: "identity.junk.replace", object: "identity-junk",
                detail: actor.detail(["added": Self.told(added), "removed": Self.told(gone), "noted": Self.told(noted)]),
                origin: actor.origin, in: transaction)
            return try Self.junkList(in: transaction)
        }
    }

    private static func junkList(in transaction: any SQLTransaction) throws -> ListedJunk {
        ListedJunk(try JunkStore.list(in: transaction))
    }

    /// Values as their namespaces write them.
    /// - Throws: ``IdentityRuleError/invalid(_:)``
    private func normalized(_ list: JunkList, in transaction: any SQLTransaction) throws -> JunkList {
        let rules = try IdentityRulesStore.definitions(in: transaction)
        var faults: [Problem.Fault] = []
        var items: [JunkList.Item] = []
        for (index, item) in list.values.enumerated() {
            do throws(JunkRefusal) {
                items.append(
                    JunkList.Item(
                        namespace: item.namespace, value: try rules.junkValue(item.value, in: item.namespace), note: item.note))
            } catch {
                faults.append(Problem.Fault(error.detail, pointer: "/values/\(index)/\(error.member)"))
            }
        }
        guard faults.isEmpty else { throw IdentityRuleError.invalid(faults) }
        return JunkList(items)
    }

    private static func key(_ item: JunkList.Item) -> [String] { [item.namespace, item.value] }
    private static func byKey(_ list: JunkList) -> [[String]: JunkList.Item] {
        Dictionary(list.values.map { (key($0), $0) }) { first, _ in first }
    }

    private static func told(_ items: [JunkList.Item]) -> JSONValue {
        [
            "count": .integer(Int64(items.count)),
            "values": .array(items.prefix(namedMax).map { .string("\($0.namespace):\($0.value)") }),
        ]
    }
}
