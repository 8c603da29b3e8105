package import StorageKit

/// The tables of the Journey service. What must never happen twice is a unique key here, not a lock.
package enum JourneySchema {
    package static let migrations = MigrationSet(
        component: "journey",
        steps: [
            Migration(1, "journeys, runs, sends, traces", design + runs + sends + live),
            Migration(2, "signals that people enter by", signals),
            Migration(
                3, "finished runs keep no copy of the event they began with",
                ["UPDATE journey_run SET trigger_data = '{}' WHERE finished_at IS NOT NULL"]),
            Migration(
                4, "when what a run began with happened; messages by channel",
                [
                    "ALTER TABLE journey_run ADD COLUMN happened_at BIGINT",
                    "CREATE INDEX journey_send_channel_due ON journey_send (channel, due) WHERE due IS NOT NULL",
                ]),
        ])

    private static let signals = [
        """
        CREATE TABLE journey_signal (
            journey_id TEXT NOT NULL,
            signal_id TEXT NOT NULL,
            version BIGINT NOT NULL,
            body TEXT NOT NULL,
            queued_at BIGINT NOT NULL,
            after_profile TEXT NOT NULL,
            PRIMARY KEY (journey_id, signal_id))
        """,
        "CREATE INDEX journey_signal_queued ON journey_signal (queued_at, journey_id, signal_id)",
    ]

    private static let design = [
        """
        CREATE TABLE journey (
            id TEXT PRIMARY KEY,
            journey_key TEXT NOT NULL UNIQUE,
            name_ko TEXT NOT NULL,
            name_en TEXT NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('draft', 'live', 'paused', 'archived')),
            draft TEXT NOT NULL,
            revision BIGINT NOT NULL,
            live_version BIGINT,
            published_at BIGINT,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL)
        """,
        """
        CREATE TABLE journey_version (
            journey_id TEXT NOT NULL REFERENCES journey (id),
            version BIGINT NOT NULL,
            document TEXT NOT NULL,
            published_at BIGINT NOT NULL,
            published_by TEXT NOT NULL,
            PRIMARY KEY (journey_id, version))
        """,
        """
        CREATE TABLE journey_backfill (
            journey_id TEXT NOT NULL,
            version BIGINT NOT NULL,
            segment_id TEXT NOT NULL,
            after_profile TEXT NOT NULL,
            PRIMARY KEY (journey_id, version))
        """,
    ]

    private static let runs = [
        """
        CREATE TABLE journey_run (
            id TEXT PRIMARY KEY,
            journey_id TEXT NOT NULL,
            version BIGINT NOT NULL,
            profile_id TEXT NOT NULL,
            entry_key TEXT NOT NULL,
            node_id TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('ready', 'waiting', 'deciding', 'sending', 'finished')),
            due BIGINT,
            entered_at BIGINT NOT NULL,
            node_entered_at BIGINT NOT NULL,
            attempts BIGINT NOT NULL,
            trigger_data TEXT NOT NULL,
            offer TEXT,
            outcome TEXT,
            finished_at BIGINT,
            CHECK ((state = 'finished') = (finished_at IS NOT NULL)))
        """,
        // The same trigger starts one run, however often its event is delivered; for "once" the key is the word itself.
        "CREATE UNIQUE INDEX journey_run_entry ON journey_run (profile_id, journey_id, entry_key)",
        // Nobody is in one journey twice at the same time.
        "CREATE UNIQUE INDEX journey_run_inside ON journey_run (profile_id, journey_id) WHERE finished_at IS NULL",
        "CREATE INDEX journey_run_due ON journey_run (due) WHERE due IS NOT NULL",
        "CREATE INDEX journey_run_at_node ON journey_run (journey_id, version, node_id, state) WHERE finished_at IS NULL",
    ]

    private static let sends = [
        """
        CREATE TABLE journey_send (
            id TEXT PRIMARY KEY,
            run_id TEXT NOT NULL,
            node_id TEXT NOT NULL,
            journey_id TEXT NOT NULL,
            version BIGINT NOT NULL,
            profile_id TEXT NOT NULL,
            channel TEXT NOT NULL,
            purpose TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'held', 'failed', 'unknown')),
            reason TEXT,
            detail TEXT,
            attempts BIGINT NOT NULL,
            due BIGINT,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL)
        """,
        // One send per person per step.
        "CREATE UNIQUE INDEX journey_send_step ON journey_send (run_id, node_id)",
        "CREATE INDEX journey_send_due ON journey_send (due) WHERE due IS NOT NULL",
        "CREATE INDEX journey_send_profile ON journey_send (profile_id)",
        """
        CREATE TABLE journey_inbox (
            id TEXT PRIMARY KEY,
            profile_id TEXT NOT NULL,
            run_id TEXT NOT NULL,
            node_id TEXT NOT NULL,
            journey_id TEXT NOT NULL,
            title TEXT NOT NULL,
            body TEXT NOT NULL,
            html TEXT,
            created_at BIGINT NOT NULL,
            read_at BIGINT)
        """,
        "CREATE UNIQUE INDEX journey_inbox_step ON journey_inbox (run_id, node_id)",
        "CREATE INDEX journey_inbox_profile ON journey_inbox (profile_id, id)",
        """
        CREATE TABLE journey_withdrawal (
            profile_id TEXT NOT NULL,
            purpose TEXT NOT NULL,
            channel TEXT NOT NULL,
            at BIGINT NOT NULL,
            PRIMARY KEY (profile_id, purpose, channel))
        """,
        "CREATE TABLE journey_secret (name TEXT PRIMARY KEY, value BYTES NOT NULL)",
        """
        CREATE TABLE journey_fact (
            id TEXT PRIMARY KEY,
            profile_id TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('event', 'withdrawal')),
            body TEXT NOT NULL,
            attempts BIGINT NOT NULL,
            due BIGINT NOT NULL,
            created_at BIGINT NOT NULL)
        """,
        "CREATE INDEX journey_fact_due ON journey_fact (due, id)",
        "CREATE INDEX journey_fact_profile ON journey_fact (profile_id)",
    ]

    private static let live = [
        """
        CREATE TABLE journey_step (
            seq SERIAL_KEY,
            run_id TEXT NOT NULL,
            journey_id TEXT NOT NULL,
            version BIGINT NOT NULL,
            profile_id TEXT NOT NULL,
            node_id TEXT NOT NULL,
            outcome TEXT NOT NULL,
            channel TEXT,
            reason TEXT,
            detail TEXT,
            at BIGINT NOT NULL)
        """,
        "CREATE INDEX journey_step_run ON journey_step (run_id, seq)",
        """
        CREATE TABLE journey_count (
            journey_id TEXT NOT NULL,
            version BIGINT NOT NULL,
            node_id TEXT NOT NULL,
            counter TEXT NOT NULL,
            reason TEXT NOT NULL,
            n BIGINT NOT NULL,
            PRIMARY KEY (journey_id, version, node_id, counter, reason))
        """,
    ]
}
