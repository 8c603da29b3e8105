import StorageKit

/// Tables of the content service.
enum ContentMigrations {
    static let set = MigrationSet(
        component: "content",
        steps: [
            Migration(
                1, "items and versions",
                [
                    """
                    CREATE TABLE content_item (
                        id TEXT NOT NULL PRIMARY KEY, key TEXT NOT NULL UNIQUE CHECK (length(key) BETWEEN 1 AND 80), kind TEXT NOT NULL,
                        name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120), folder TEXT NOT NULL, tags TEXT NOT NULL,
                        purpose TEXT NOT NULL, default_locale TEXT NOT NULL, latest_version BIGINT NOT NULL CHECK (latest_version > 0),
                        published_version BIGINT CHECK (published_version <= latest_version), revision BIGINT NOT NULL,
                        created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL)
                    """,
                    """
                    CREATE TABLE content_version (
                        item_id TEXT NOT NULL REFERENCES content_item (id), number BIGINT NOT NULL, variants TEXT NOT NULL,
                        created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, written_by TEXT NOT NULL, published_at BIGINT,
                        published_by TEXT, PRIMARY KEY (item_id, number))
                    """,
                ])
        ])
}
