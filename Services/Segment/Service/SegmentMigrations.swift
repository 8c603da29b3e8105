import StorageKit

/// Segment's own tables.
enum SegmentMigrations {
    /// - `segment`: definitions; `size` counts its members, `suspension` is the policy that took it out of use.
    /// - `segment_catalogue`: one row whose version rises with every change of what is active.
    /// - `segment_membership`: who is in which segment since when, and why they entered.
    /// - `segment_timer`: when to look again although nothing happened.
    /// - `segment_size`: per UTC day the size at its end so far, and how many entered and left.
    static let set = MigrationSet(
        component: "segment",
        steps: [
            Migration(
                1, "definitions, memberships, timers",
                [
                    """
                    CREATE TABLE segment (
                        id TEXT NOT NULL PRIMARY KEY, segment_key TEXT NOT NULL UNIQUE, name_ko TEXT NOT NULL, name_en TEXT NOT NULL,
                        rule TEXT NOT NULL, status TEXT NOT NULL CHECK (status IN ('draft', 'active', 'archived')),
                        version BIGINT NOT NULL CHECK (version > 0), size BIGINT NOT NULL CHECK (size >= 0), backfill_job TEXT,
                        created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, activated_at BIGINT)
                    """,
                    "CREATE INDEX segment_status ON segment (status, id)",
                    "CREATE TABLE segment_catalogue (id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1), version BIGINT NOT NULL)",
                    "INSERT INTO segment_catalogue (id, version) VALUES (1, 1)",
                    """
                    CREATE TABLE segment_membership (
                        profile_id TEXT NOT NULL, segment_id TEXT NOT NULL REFERENCES segment (id), entered_at BIGINT NOT NULL,
                        reason TEXT NOT NULL, version BIGINT NOT NULL,
                        PRIMARY KEY (profile_id, segment_id)) WITHOUT ROWID
                    """,
                    "CREATE INDEX segment_membership_segment ON segment_membership (segment_id, profile_id)",
                    """
                    CREATE TABLE segment_timer (
                        profile_id TEXT NOT NULL, segment_id TEXT NOT NULL, due BIGINT NOT NULL,
                        PRIMARY KEY (profile_id, segment_id)) WITHOUT ROWID
                    """,
                    "CREATE INDEX segment_timer_due ON segment_timer (due, profile_id)",
                    "CREATE INDEX segment_timer_segment ON segment_timer (segment_id, profile_id)",
                    """
                    CREATE TABLE segment_size (
                        segment_id TEXT NOT NULL, day BIGINT NOT NULL, size BIGINT NOT NULL, entered BIGINT NOT NULL, departed BIGINT NOT NULL,
                        PRIMARY KEY (segment_id, day)) WITHOUT ROWID
                    """,
                ]),
            Migration(2, "why a segment is out of use", ["ALTER TABLE segment ADD COLUMN suspension TEXT"]),
        ])
}
