import CommonModels
import ProfileDomain
import StorageKit

/// Keeps erased people out: their identities are known by keyed hashes alone, and nothing that names one is taken.
struct BlockList: Sendable {
    let hasher: SubjectHasher

    /// Of `keys` those that were erased. Identities that are stored are not looked up: what is blocked is never stored, so
    /// a batch about people known already costs one look whether there are blocks at all.
    func blocked(
        _ keys: Set<IdentityKey>, beyond stored: StoredIdentities, in transaction: any SQLTransaction
    ) throws -> Set<IdentityKey> {
        guard try Self.holdsAny("blocked_identity", in: transaction) else { return [] }
        var unknown: [String: IdentityKey] = [:]
        for key in keys where stored.identities[key] == nil { unknown[hasher.hash(key)] = key }
        let rows = try transaction.rows("SELECT hash FROM blocked_identity WHERE hash IN", in: unknown.keys)
        return Set(try rows.compactMap { unknown[try $0.text("hash")] })
    }

    /// Message ids of erased events that may come again under an identity that is somebody else's by now: a device that
    /// changed hands.
    func erasedMessages(_ submissions: [IngestSubmission], in transaction: any SQLTransaction) throws -> Set<String> {
        guard try Self.holdsAny("erased_message", in: transaction) else { return [] }
        var messages: [String: String] = [:]
        for event in submissions.lazy.flatMap(\.events) { messages[hasher.hash(messageID: event.messageId)] = event.messageId }
        let rows = try transaction.rows("SELECT hash FROM erased_message WHERE hash IN", in: messages.keys)
        return Set(try rows.compactMap { messages[try $0.text("hash")] })
    }

    /// Blocks what a case erases.
    func block(_ keys: some Sequence<IdentityKey>, by id: CaseID, at now: Instant, in transaction: any SQLTransaction) throws {
        try transaction.insert(
            into: "blocked_identity", columns: ["hash", "namespace", "case_id", "at"],
            rows: keys.map { [.text(hasher.hash($0)), .text($0.namespace.rawValue), id.sqlValue, now.sqlValue] }, onConflict: .ignore)
    }

    private static func holdsAny(_ table: String, in transaction: any SQLTransaction) throws -> Bool {
        try transaction.row("SELECT 1 AS n FROM \(table) LIMIT 1") != nil
    }
}
