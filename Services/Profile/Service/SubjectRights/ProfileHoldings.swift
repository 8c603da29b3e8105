import CommonModels
import SubjectKit

/// Where Profile holds something about people. Tables that refer to others stand before them.
enum ProfileHoldings {
    static let all = [
        SubjectHolding(
            "trait", .removed, columns: ["name", .json("value"), .instant("at"), "source"], order: "name"),
        SubjectHolding(
            "consent", .removed,
            columns: ["purpose", "channel", "status", .instant("at"), "source", .instant("expires_at")], order: "purpose || ':' || channel"),
        SubjectHolding(
            "consent_record", .anonymized,
            columns: [
                "purpose", "channel", "status", "legal_basis", "source", "text_version", .instant("at"), .instant("expires_at"),
                .instant("recorded_at"),
            ], order: "record_id"),
        SubjectHolding(
            "event", .removed,
            columns: [
                "event_id", .instant("time"), .instant("received_at"), "type", "name", "source", "user_id", "anonymous_id",
                .json("properties"), .json("context"),
            ], order: "event_seq"),
        SubjectHolding(
            "identity_conflict", .ids(["profile_id", "owner_id"]), .removed, columns: ["namespace", .instant("at")],
            order: "namespace || ':' || value || ':' || profile_id"),
        SubjectHolding(
            "identity", .removed, columns: ["namespace", "value", .instant("first_seen"), .instant("last_seen")],
            order: "namespace || ':' || value"),
        SubjectHolding(
            "profile_merge", .ids(["survivor", "merged"]), .removed,
            columns: ["survivor", "merged", "reason", .instant("at"), .json("identities"), .json("traits")], order: "merge_id"),
        SubjectHolding(
            "profile", .ids(["profile_id", "merged_into"]), .removed,
            columns: ["profile_id", .instant("first_seen"), .instant("last_seen"), "event_count", "merged_into"], order: "profile_id"),
    ]
}
