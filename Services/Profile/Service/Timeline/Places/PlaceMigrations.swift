package import StorageKit

/// Where each event stands in its person's timeline, see ``EventPlaces``.
package enum PlaceMigrations {
    package static let set = MigrationSet(
        component: "profile-places",
        steps: [
            Migration(1, "places of events, in runs", runs),
            Migration(2, "the indexes they replace", ["DROP INDEX event_timeline", "DROP INDEX event_kind"]),
        ])

    private static let runs = [
        """
        CREATE TABLE event_run (
            run BIGINT NOT NULL PRIMARY KEY, level BIGINT NOT NULL CHECK (level >= 0), entries BIGINT NOT NULL CHECK (entries >= 0),
            state TEXT NOT NULL CHECK (state IN ('open', 'closed', 'filling')), into_run BIGINT
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE event_place (
            run BIGINT NOT NULL, profile_id TEXT NOT NULL, time BIGINT NOT NULL, event_seq BIGINT NOT NULL, kind TEXT NOT NULL,
            PRIMARY KEY (run, profile_id, time, event_seq)
        ) WITHOUT ROWID
        """,
        """
        INSERT INTO event_place (run, profile_id, time, event_seq, kind)
        SELECT 1, profile_id, time, event_seq, coalesce(name, type) FROM event ORDER BY profile_id, time, event_seq
        """,
        // What was there before counts as one large run; events go on in the next.
        "INSERT INTO event_run (run, level, entries, state) SELECT 1, 4, count(*), 'closed' FROM event",
        "INSERT INTO event_run (run, level, entries, state) VALUES (2, 0, 0, 'open')",
        // Whoever asks for all events of a person asks here; pages are read run by run (``TimelineRead``).
        """
        CREATE VIEW person_event AS
        SELECT event_place.profile_id AS profile_id, event_place.time AS time, event_place.kind AS kind, event.event_seq AS event_seq,
            event.event_id AS event_id, event.received_at AS received_at, event.message_id AS message_id, event.type AS type,
            event.name AS name, event.source AS source, event.user_id AS user_id, event.anonymous_id AS anonymous_id,
            event.properties AS properties, event.context AS context
        FROM event_run CROSS JOIN event_place CROSS JOIN event
        WHERE event_place.run = event_run.run AND event.event_seq = event_place.event_seq
        """,
    ]
}
