package import StorageKit

/// The tables in which a service keeps its own copy of what the feeds say about people.
package enum ProjectionSchema {
    /// - `projected_profile`: traits `{name: {value, at, source}}`, identities and consents as JSON; `restriction` of those few
    ///   whose data may not be used freely.
    /// - `projected_event`: track, page and screen calls; the key holds a person's events of one name together, by time.
    /// - `projected_alias`: ids that were merged away and the id that lives on.
    /// - `projected_membership`: which segments a person is in, from Segment's feed.
    /// - `projected_consent_policy`: the regional defaults Profile published last, one row.
    /// - `projected_retention`: how long events are kept, one row; when the copies here were last gone through, and how far somebody
    ///   is who goes through them now.
    package static let migrations = MigrationSet(
        component: "projection",
        steps: [
            Migration(
                1, "profiles, events, aliases and memberships from the feeds",
                [
                    """
                    CREATE TABLE projected_profile (
                        profile_id TEXT NOT NULL PRIMARY KEY, traits TEXT NOT NULL, identities TEXT NOT NULL, consents TEXT NOT NULL,
                        first_seen BIGINT NOT NULL, last_seen BIGINT NOT NULL) WITHOUT ROWID
                    """,
                    """
                    CREATE TABLE projected_event (
                        profile_id TEXT NOT NULL, name TEXT NOT NULL, time BIGINT NOT NULL, event_id TEXT NOT NULL,
                        type TEXT NOT NULL, properties TEXT NOT NULL,
                        PRIMARY KEY (profile_id, name, time, event_id)) WITHOUT ROWID
                    """,
                    "CREATE TABLE projected_alias (profile_id TEXT NOT NULL PRIMARY KEY, survivor_id TEXT NOT NULL) WITHOUT ROWID",
                    "CREATE INDEX projected_alias_survivor ON projected_alias (survivor_id)",
                    """
                    CREATE TABLE projected_membership (
                        profile_id TEXT NOT NULL, segment_id TEXT NOT NULL, entered_at BIGINT NOT NULL,
                        PRIMARY KEY (profile_id, segment_id)) WITHOUT ROWID
                    """,
                ]),
            Migration(
                2, "what holds for people who were never asked",
                ["CREATE TABLE projected_consent_policy (id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1), policy TEXT NOT NULL)"]),
            Migration(3, "restrictions of use", ["ALTER TABLE projected_profile ADD COLUMN restriction TEXT"]),
            Migration(
                4, "how long events are kept",
                [
                    """
                    CREATE TABLE projected_retention (
                        id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1), version BIGINT NOT NULL, rules TEXT NOT NULL,
                        swept_at BIGINT NOT NULL, swept_to TEXT NOT NULL)
                    """
                ]),
        ])
}
