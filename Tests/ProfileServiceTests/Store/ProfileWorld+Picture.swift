import CommonModels
import FeedKit
import StorageKit

extension ProfileWorld {
    /// Everything the tables and the feed say, without the ids that were drawn: a profile is named by its first message.
    func picture() async throws -> [String] {
        let names = try await names()
        return try await database.read { [self] tx in
            try people(names, tx) + statements(names, tx) + history(names, tx) + books(names, tx)
        } + feedLines(names)
    }

    /// What is known of everybody, and whose every event and consent is; nothing of how it came about.
    func standing() async throws -> [String] {
        let names = try await names()
        return try await database.read { [self] tx in
            try people(names, tx) + statements(names, tx) + history(names, tx).filter { !$0.hasPrefix("merge ") }
        }
    }

    /// A name for every profile that ever was: the message id of the first event stored under it.
    private func names() async throws -> [String: String] {
        try await database.read { tx in
            try tx.rows("SELECT profile_id, message_id FROM event ORDER BY event_seq DESC").reduce(into: [:]) { names, row in
                names[try row.text("profile_id")] = try row.text("message_id")
            }
        }
    }

    private func people(_ names: [String: String], _ tx: any SQLTransaction) throws -> [String] {
        func name(_ row: SQLRow, _ column: String = "profile_id") throws -> String {
            try row.textOrNull(column).map { names[$0] ?? "nobody's" } ?? "–"
        }
        let profiles = try tx.rows("SELECT * FROM profile").map { row in
            let times = "\(try row.integer("first_seen"))–\(try row.integer("last_seen"))"
            return "profile \(try name(row)) into \(try name(row, "merged_into")) known \(try row.integer("is_known")) \(times) "
                + "events \(try row.integer("event_count"))"
        }
        let identities = try tx.rows("SELECT * FROM identity").map { row in
            "identity \(try row.text("namespace")):\(try row.text("value")) of \(try name(row)) "
                + "\(try row.integer("first_seen"))–\(try row.integer("last_seen"))"
        }
        let traits = try tx.rows("SELECT * FROM trait").map { row in
            "trait \(try name(row)) \(try row.text("name")) (\(try row.text("kind"))) = \(try row.text("value")) @\(try row.integer("at")) \(try row.text("source"))"
        }
        let computed = try tx.rows("SELECT profile_id, statements FROM computed_sheet").flatMap { row in
            let owner = try name(row)
            return (try row.json("statements").arrayValue ?? []).map { statement -> String in
                func told(_ member: String) -> String { statement[member]?.canonical ?? "" }
                return "computed \(owner) \(told("name")) (\(told("kind"))) = \(told("value")) @\(told("at"))"
            }
        }
        return (profiles + identities + traits + computed).sorted()
    }

    private func statements(_ names: [String: String], _ tx: any SQLTransaction) throws -> [String] {
        let consents = try tx.rows("SELECT * FROM consent").map { row in
            "consent \(names[try row.text("profile_id")] ?? "–") \(try row.text("channel")) \(try row.text("status")) @\(try row.integer("at"))"
        }
        let proofs = try tx.rows("SELECT * FROM consent_record ORDER BY record_id").map { row in
            "proof \(names[try row.text("profile_id")] ?? "–") \(try row.text("channel")) \(try row.text("status")) @\(try row.integer("at"))"
        }
        return consents.sorted() + proofs
    }

    private func history(_ names: [String: String], _ tx: any SQLTransaction) throws -> [String] {
        let events = try tx.rows("SELECT * FROM event ORDER BY event_seq").map { row in
            "event \(try row.text("message_id")) of \(names[try row.text("profile_id")] ?? "–") @\(try row.integer("time")) "
                + (try row.text("properties"))
        }
        let merges = try tx.rows("SELECT * FROM profile_merge ORDER BY merge_id").map { row in
            let lost = try row.json("traits").objectValue ?? [:]
            let moved = try row.json("identities").arrayValue?.map(\.serialized).sorted() ?? []
            return "merge \(names[try row.text("merged")] ?? "–") into \(names[try row.text("survivor")] ?? "–") "
                + "\(try row.text("reason")) \(moved) \(lost.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.serialized)" })"
        }
        return events + merges
    }

    private func books(_ names: [String: String], _ tx: any SQLTransaction) throws -> [String] {
        let conflicts = try tx.rows("SELECT * FROM identity_conflict").map { row in
            "conflict \(try row.text("reason")) \(try row.text("value")) \(names[try row.text("profile_id")] ?? "–") \(names[try row.text("owner_id")] ?? "–") "
                + "@\(try row.integer("at"))"
        }
        let junk = try tx.rows("SELECT namespace, value, profiles FROM identity_junk WHERE origin = 'automatic'").map { row in
            "junk \(try row.text("namespace")) \(try row.text("value")) \(try row.integer("profiles"))"
        }
        let sightings = try tx.rows("SELECT * FROM identity_sighting").map { row in
            let witness = try row.text("witness")
            return "seen \(try row.text("value")) by \(names[witness] ?? witness) @\(try row.integer("at"))"
        }
        let days = try tx.rows("SELECT * FROM ingest_day").map { row in
            "day \(try row.integer("accepted")) \(try row.integer("duplicate")) \(try row.integer("rejected"))"
        }
        let refused = try tx.rows("SELECT code, payload FROM ingest_rejection ORDER BY rejection_id").map { row in
            "refused \(try row.text("code")) \(try row.text("payload"))"
        }
        return (conflicts + junk + sightings).sorted() + days + refused
    }

    /// What the feed tells, event by event.
    private func feedLines(_ names: [String: String]) async throws -> [String] {
        let page = try await feed.page(FeedQuery(after: 0, limit: FeedQuery.limitMax))
        return try FeedBatch(page.body, after: 0).events.map { event in
            let data = event.data
            let traits = (data["traits"]?.objectValue ?? [:]).map { "\($0.key)=\($0.value["value"]?.serialized ?? "")" }.sorted()
            let removed = (data["removedTraits"]?.arrayValue ?? []).map(\.serialized).sorted()
            let identities = (data["identities"]?.arrayValue ?? []).compactMap { $0["value"]?.stringValue }
            let merged = data["mergedProfileId"]?.stringValue.map { names[$0] ?? "–" } ?? ""
            let lost = (data["removedIdentities"]?.arrayValue ?? []).compactMap { $0["value"]?.stringValue }
            return "feed \(event.type) \(names[event.subject ?? ""] ?? "–") \(data["messageId"]?.stringValue ?? "") \(merged) "
                + "\(traits) \(removed) \(identities) \(lost) \(data["consents"]?.arrayValue?.count ?? 0)"
        }
    }
}
