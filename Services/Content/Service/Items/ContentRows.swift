import CommonModels
import ContentDomain
import StorageKit

/// Rows to items and versions.
enum ContentRows {
    static func item(_ row: SQLRow) throws -> ContentItem {
        guard let key = ContentKey(try row.text("key")), let purpose = Purpose(rawValue: try row.text("purpose")) else {
            throw StorageError.malformed("an item has an unknown key or purpose")
        }
        return ContentItem(
            id: try row.id("id"), key: key, kind: try row.name("kind"),
            details: try ContentDetails(
                name: try row.text("name"), folder: try row.text("folder"), tags: (try row.json("tags").arrayValue ?? []).compactMap(\.stringValue),
                purpose: purpose, defaultLocale: try row.text("default_locale")),
            latestVersion: try row.int("latest_version"), publishedVersion: try row.integerOrNull("published_version").map { Int($0) },
            revision: try row.int("revision"), createdAt: try row.instant("created_at"), updatedAt: try row.instant("updated_at"))
    }

    static func version(_ row: SQLRow, kind: ContentKind) throws -> ContentVersion {
        ContentVersion(
            itemID: try row.id("item_id"), number: try row.int("number"), variants: try ContentVariants(try row.json("variants"), kind: kind),
            createdAt: try row.instant("created_at"), updatedAt: try row.instant("updated_at"), writtenBy: try row.text("written_by"),
            publishedAt: try row.instantOrNull("published_at"), publishedBy: try row.textOrNull("published_by"))
    }
}
