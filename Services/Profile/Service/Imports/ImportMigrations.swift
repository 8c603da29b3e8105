package import StorageKit

/// The tables of imports.
package enum ImportMigrations {
    /// - `import_file`: `gone_by` is when it must be gone, however much it is used: somebody was erased while it lay here.
    /// - `import_piece`: a file in pieces, the bytes beside the database (`file`) or in it (`content`).
    /// - `file_import`: an import, with the mapping as it was when it began, and how far it came.
    package static let set = MigrationSet(
        component: "profile-imports",
        steps: [
            Migration(1, "mappings, files, imports, rejected rows", mappings + files + imports),
            Migration(2, "files that were there when somebody was erased", ["ALTER TABLE import_file ADD COLUMN gone_by BIGINT"]),
        ])

    private static let mappings = [
        """
        CREATE TABLE import_mapping (
            name TEXT NOT NULL PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 60), document TEXT NOT NULL,
            is_yaml BIGINT NOT NULL CHECK (is_yaml IN (0, 1)), version BIGINT NOT NULL, updated_at BIGINT NOT NULL, updated_by TEXT NOT NULL
        ) WITHOUT ROWID
        """
    ]

    private static let files = [
        """
        CREATE TABLE import_file (
            file_id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
            bytes BIGINT NOT NULL CHECK (bytes > 0), received BIGINT NOT NULL CHECK (received BETWEEN 0 AND bytes),
            fingerprint BIGINT NOT NULL, created_at BIGINT NOT NULL, used_at BIGINT NOT NULL, created_by TEXT NOT NULL
        ) WITHOUT ROWID
        """,
        "CREATE INDEX import_file_used ON import_file (used_at)",
        """
        CREATE TABLE import_piece (
            file_id TEXT NOT NULL REFERENCES import_file (file_id), place BIGINT NOT NULL, file TEXT, content BYTES,
            PRIMARY KEY (file_id, place), CHECK ((file IS NULL) <> (content IS NULL))
        )
        """,
    ]

    private static let imports = [
        """
        CREATE TABLE file_import (
            import_id TEXT NOT NULL PRIMARY KEY, file_id TEXT NOT NULL, file_name TEXT NOT NULL,
            format TEXT NOT NULL CHECK (format IN ('csv', 'jsonl')), mapping TEXT, mapping_document TEXT, source TEXT NOT NULL,
            is_dry_run BIGINT NOT NULL CHECK (is_dry_run IN (0, 1)),
            state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'paused', 'succeeded', 'failed', 'cancelled')),
            reason TEXT, job_id TEXT, position TEXT, samples TEXT NOT NULL,
            rows_read BIGINT NOT NULL, events BIGINT NOT NULL, duplicates BIGINT NOT NULL, erased BIGINT NOT NULL,
            quarantined BIGINT NOT NULL, rejected BIGINT NOT NULL, reject_bytes BIGINT NOT NULL, left_out BIGINT NOT NULL,
            bytes_read BIGINT NOT NULL, bytes_total BIGINT NOT NULL, pace_at BIGINT, pace_rows BIGINT, pace_bytes BIGINT,
            created_at BIGINT NOT NULL, created_by TEXT NOT NULL, updated_at BIGINT NOT NULL, finished_at BIGINT
        ) WITHOUT ROWID
        """,
        "CREATE INDEX file_import_file ON file_import (file_id)",
        "CREATE INDEX file_import_updated ON file_import (updated_at)",
        """
        CREATE TABLE import_reject (
            reject_id SERIAL_KEY, import_id TEXT NOT NULL, first_row BIGINT NOT NULL, last_row BIGINT NOT NULL, reason TEXT NOT NULL,
            content TEXT NOT NULL
        )
        """,
        "CREATE UNIQUE INDEX import_reject_row ON import_reject (import_id, first_row, last_row)",
    ]
}
