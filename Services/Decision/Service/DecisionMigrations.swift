import StorageKit

/// The tables of Decision. Append-only.
enum DecisionMigrations {
    static let set = MigrationSet(
        component: "decision",
        steps: [
            Migration(1, "catalogue", catalogue), Migration(2, "deciding", deciding), Migration(3, "people", people),
            Migration(4, "arms of people no feed has told of yet", newcomers),
            Migration(5, "decisions of people, in runs", places),
            Migration(6, "counters in the order of their key", [], native: [.sqlite: counters]),
        ])

    private static let catalogue = [
        """
        CREATE TABLE catalogue_document (
            kind TEXT NOT NULL CHECK (kind IN ('offer', 'placement', 'cap', 'experiment')),
            id TEXT NOT NULL,
            key TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 64),
            status TEXT NOT NULL,
            version BIGINT NOT NULL CHECK (version >= 1),
            document TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL,
            PRIMARY KEY (kind, id),
            UNIQUE (kind, key)
        )
        """,
        "CREATE TABLE catalogue_state (one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1), version BIGINT NOT NULL)",
        "INSERT INTO catalogue_state (one, version) VALUES (1, 1)",
        "CREATE TABLE candidate_list (id TEXT NOT NULL PRIMARY KEY, document TEXT NOT NULL)",
    ]

    private static let deciding = [
        """
        CREATE TABLE decision (
            id TEXT NOT NULL PRIMARY KEY,
            profile_id TEXT,
            placement_id TEXT NOT NULL,
            candidates TEXT NOT NULL,
            at BIGINT NOT NULL,
            reason TEXT NOT NULL CHECK (reason IN ('chosen', 'fallback', 'holdout', 'none')),
            offers TEXT NOT NULL,
            outcomes BYTES NOT NULL,
            experiment TEXT,
            arm TEXT,
            request_key TEXT
        )
        """,
        "CREATE INDEX decision_profile ON decision (profile_id, id) WHERE profile_id IS NOT NULL",
        "CREATE UNIQUE INDEX decision_request ON decision (request_key) WHERE request_key IS NOT NULL",
        """
        CREATE TABLE cap_counter (
            subject TEXT NOT NULL,
            cap TEXT NOT NULL,
            uses TEXT NOT NULL,
            revision BIGINT NOT NULL CHECK (revision >= 1),
            PRIMARY KEY (subject, cap)
        )
        """,
        """
        CREATE TABLE feedback (
            id TEXT NOT NULL PRIMARY KEY,
            decision_id TEXT NOT NULL,
            offer_id TEXT NOT NULL,
            profile_id TEXT,
            kind TEXT NOT NULL CHECK (kind IN ('impression', 'click', 'conversion', 'dismissal')),
            revenue_minor BIGINT,
            currency TEXT,
            at BIGINT NOT NULL,
            received_at BIGINT NOT NULL,
            CHECK ((revenue_minor IS NULL) = (currency IS NULL))
        )
        """,
        "CREATE INDEX feedback_decision ON feedback (decision_id)",
        "CREATE INDEX feedback_profile ON feedback (profile_id) WHERE profile_id IS NOT NULL",
        """
        CREATE TABLE offer_result (
            offer_id TEXT NOT NULL,
            day BIGINT NOT NULL,
            outcome TEXT NOT NULL,
            count BIGINT NOT NULL,
            PRIMARY KEY (offer_id, day, outcome)
        )
        """,
        """
        CREATE TABLE offer_revenue (
            offer_id TEXT NOT NULL,
            currency TEXT NOT NULL,
            minor_units BIGINT NOT NULL,
            PRIMARY KEY (offer_id, currency)
        )
        """,
    ]

    private static let people = [
        """
        CREATE TABLE experiment_assignment (
            profile_id TEXT NOT NULL,
            experiment TEXT NOT NULL,
            arm TEXT NOT NULL,
            at BIGINT NOT NULL,
            PRIMARY KEY (profile_id, experiment)
        )
        """,
        "CREATE INDEX experiment_assignment_arm ON experiment_assignment (experiment, arm)",
        """
        CREATE TABLE profile_identity (
            namespace TEXT NOT NULL,
            value TEXT NOT NULL,
            profile_id TEXT NOT NULL,
            PRIMARY KEY (namespace, value)
        )
        """,
        "CREATE INDEX profile_identity_profile ON profile_identity (profile_id)",
        """
        CREATE TABLE fact_outbox (
            number SERIAL_KEY,
            message_id TEXT NOT NULL UNIQUE,
            profile_id TEXT NOT NULL,
            body TEXT NOT NULL
        )
        """,
    ]

    private static let newcomers = [
        """
        CREATE TABLE newcomer_assignment (
            value TEXT NOT NULL,
            namespace TEXT NOT NULL,
            experiment TEXT NOT NULL,
            arm TEXT NOT NULL,
            at BIGINT NOT NULL,
            PRIMARY KEY (value, namespace, experiment)
        )
        """,
        "CREATE INDEX newcomer_assignment_at ON newcomer_assignment (at)",
    ]

    /// Beside its rows SQLite kept a counter's key in an index of its own: two pages to write instead of one. PostgreSQL does
    /// always, and writes records instead of pages.
    private static let counters = [
        """
        CREATE TABLE ordered_counter (
            subject TEXT NOT NULL, cap TEXT NOT NULL, uses TEXT NOT NULL, revision BIGINT NOT NULL CHECK (revision >= 1),
            PRIMARY KEY (subject, cap)
        ) WITHOUT ROWID
        """,
        "INSERT INTO ordered_counter (subject, cap, uses, revision) SELECT subject, cap, uses, revision FROM cap_counter ORDER BY 1, 2",
        "DROP TABLE cap_counter", "ALTER TABLE ordered_counter RENAME TO cap_counter",
    ]

    /// See ``DecisionPlaces``.
    private static let places = [
        """
        CREATE TABLE decision_run (
            run BIGINT NOT NULL PRIMARY KEY, level BIGINT NOT NULL CHECK (level >= 0), entries BIGINT NOT NULL CHECK (entries >= 0),
            state TEXT NOT NULL CHECK (state IN ('open', 'closed', 'filling')), into_run BIGINT
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE decision_place (
            run BIGINT NOT NULL, profile_id TEXT NOT NULL, decision_id TEXT NOT NULL,
            PRIMARY KEY (run, profile_id, decision_id)
        ) WITHOUT ROWID
        """,
        """
        INSERT INTO decision_place (run, profile_id, decision_id)
        SELECT 1, profile_id, id FROM decision WHERE profile_id IS NOT NULL ORDER BY profile_id, id
        """,
        // What was there before counts as one large run; decisions go on in the next.
        "INSERT INTO decision_run (run, level, entries, state) SELECT 1, 4, count(*), 'closed' FROM decision_place",
        "INSERT INTO decision_run (run, level, entries, state) VALUES (2, 0, 0, 'open')",
        "DROP INDEX decision_profile",
    ]
}
