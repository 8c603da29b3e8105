import CommonModels
import OrderedCollections
import StorageKit

/// Facts accepted with a decision or feedback and not yet taken by Profile.
enum FactOutbox {
    static func add(_ facts: [OutboxFact], in tx: any SQLTransaction) throws {
        guard !facts.isEmpty else { return }
        let rows: [[SQLValue]] = facts.map { fact in
            let body = JSONValue.object([
                "name": .string(fact.name), "at": .string(fact.at.rfc3339), "properties": .object(fact.properties),
            ])
            return [.text(fact.messageID), .text(fact.profile.rawValue), .text(body.serialized)]
        }
        try tx.insert(into: "fact_outbox", columns: ["message_id", "profile_id", "body"], rows: rows, onConflict: .ignore)
    }
}
