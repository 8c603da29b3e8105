import CommonModels
import StorageKit
import SubjectKit

/// Where Profile holds something about people. Tables that refer to others stand before them.
enum ProfileHoldings {
    static let all = [
        SubjectHolding(
            "trait", .removed,
            columns: ["name", "kind", .json("value"), .instant("at"), "source", "reason", .json("previous"), .json("overruled")],
            order: "name || ':' || kind"),
        // The states behind the values say nothing more of the person.
        SubjectHolding("computed_sheet", .removed, columns: [.json("statements")], order: "profile_id"),
        SubjectHolding(
            "group_member", .removed, columns: ["group_id", "role", .instant("since"), .instant("left_at"), "source"], order: "group_id"),
        SubjectHolding(
            "consent_confirmation", .removed,
            columns: ["purpose", "channel", "text_version", .instant("opened_at"), .instant("used_at")], order: "event_id"),
        SubjectHolding("consent_signal", .removed, columns: ["purpose", .instant("at")], order: "purpose"),
        SubjectHolding(
            "consent", .removed,
            columns: ["purpose", "channel", "status", .instant("at"), "source", .instant("expires_at")], order: "purpose || ':' || channel"),
        SubjectHolding(
            "consent_record", .anonymized,
            columns: [
                "purpose", "channel", "status", "legal_basis", "source", "text_version", "language", "ip", "user_agent", .instant("at"),
                .instant("expires_at"), .instant("recorded_at"),
            ], order: "record_id"),
        SubjectHolding(
            "event", .through("event_seq", EventPlaces.sequencesSQL), .removed,
            columns: [
                "event_id", .instant("time"), .instant("received_at"), "type", "name", "source", "user_id", "anonymous_id",
                .json("properties"), .json("context"),
            ], order: "event_seq"),
        // Found by the run they stand in; after the events, which are found by them.
        SubjectHolding(
            "event_place", .within(EventPlaces.runs.everyRun, ["profile_id"]), .removed, columns: [], order: "event_seq"),
        // Found by identities, which therefore go after it.
        QuarantineErasure.holding,
        SubjectHolding(
            "identity_conflict", .ids(["profile_id", "owner_id"]), .removed, columns: ["namespace", .instant("at")],
            order: "namespace || ':' || value || ':' || profile_id"),
        // Profiles that an undone merge keeps apart.
        SubjectHolding("identity_apart", .ids(["profile_id", "other_id"]), .removed, columns: [], order: "profile_id || other_id"),
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
