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

extension FactOutbox {
    /// A fact on its way, in the form Profile ingests.
    struct Waiting: Sendable {
        let number: Int64
        /// Nil for a person without user id or anonymous id.
        let event: JSONValue?
    }

    private static let isKnown = "EXISTS (SELECT 1 FROM projected_profile WHERE projected_profile.profile_id = fact_outbox.profile_id)"

    /// Removes facts of people whom no feed told of since before `horizon`.
    static func forget(before horizon: Instant, limit: Int, in tx: any SQLTransaction) throws -> Int {
        try tx.execute(
            """
            DELETE FROM fact_outbox WHERE number IN (SELECT number FROM fact_outbox
                WHERE NOT \(isKnown) AND \(tx.engine.jsonText("body", path: ["at"])) < $1 ORDER BY number LIMIT $2)
            """, [horizon.rfc3339, limit])
    }

    /// The oldest facts, each addressed by a stable name of its person. Those of people no feed has told of yet wait.
    static func next(_ limit: Int, in tx: any SQLTransaction) throws -> [Waiting] {
        let sql = "SELECT number, message_id, profile_id, body FROM fact_outbox WHERE \(isKnown) ORDER BY number LIMIT $1"
        return try tx.rows(sql, [limit]).map { row in
            let profile: ProfileID = try row.id("profile_id")
            var event: JSONObject = ["type": "track", "messageId": .string(try row.text("message_id"))]
            if let user = try PersonStore.identity("userId", of: profile, in: tx) {
                event["userId"] = .string(user)
            } else if let anonymous = try PersonStore.identity("anonymousId", of: profile, in: tx) {
                event["anonymousId"] = .string(anonymous)
            } else {
                return Waiting(number: try row.integer("number"), event: nil)
            }
            let body = try row.json("body")
            event["event"] = body["name"]
            event["timestamp"] = body["at"]
            event["properties"] = body["properties"]
            return Waiting(number: try row.integer("number"), event: .object(event))
        }
    }
}
