package import StorageKit

/// The tables of what happened and what it adds up to.
package enum FactMigrations {
    package static let set = MigrationSet(
        component: "reporting-facts",
        steps: [
            Migration(
                1, "facts",
                [
                    """
                    CREATE TABLE fact_event (
                        sequence SERIAL_KEY, event_id TEXT NOT NULL UNIQUE, profile_id TEXT, name TEXT NOT NULL,
                        known BIGINT NOT NULL CHECK (known IN (0, 1)), at BIGINT NOT NULL, properties TEXT NOT NULL)
                    """,
                    "CREATE INDEX fact_event_name ON fact_event (name, sequence)",
                    "CREATE INDEX fact_event_profile ON fact_event (profile_id)",
                    """
                    CREATE TABLE event_day (
                        name TEXT NOT NULL, day BIGINT NOT NULL, occurrences BIGINT NOT NULL, PRIMARY KEY (name, day)) WITHOUT ROWID
                    """,
                    """
                    CREATE TABLE measure (
                        measure_id TEXT PRIMARY KEY, definition TEXT NOT NULL, rebuilt_to BIGINT NOT NULL, rebuild_target BIGINT NOT NULL)
                    """,
                    """
                    CREATE TABLE person_day (
                        profile_id TEXT NOT NULL, measure_id TEXT NOT NULL, day BIGINT NOT NULL, currency TEXT NOT NULL,
                        quarter BIGINT NOT NULL, occurrences BIGINT NOT NULL, amount BIGINT NOT NULL,
                        PRIMARY KEY (profile_id, measure_id, day, currency)) WITHOUT ROWID
                    """,
                    "CREATE INDEX person_day_measure ON person_day (measure_id, profile_id, quarter)",
                    """
                    CREATE TABLE measure_day (
                        measure_id TEXT NOT NULL, day BIGINT NOT NULL, currency TEXT NOT NULL, quarter BIGINT NOT NULL,
                        occurrences BIGINT NOT NULL, amount BIGINT NOT NULL, PRIMARY KEY (measure_id, day, currency)) WITHOUT ROWID
                    """,
                    """
                    CREATE TABLE distinct_value (
                        measure_id TEXT NOT NULL, quarter BIGINT NOT NULL, value TEXT NOT NULL,
                        PRIMARY KEY (measure_id, quarter, value)) WITHOUT ROWID
                    """,
                    """
                    CREATE TABLE experiment_person (
                        profile_id TEXT NOT NULL, experiment_key TEXT NOT NULL, variation TEXT NOT NULL, first_day BIGINT NOT NULL,
                        mixed BIGINT NOT NULL CHECK (mixed IN (0, 1)), PRIMARY KEY (profile_id, experiment_key)) WITHOUT ROWID
                    """,
                    "CREATE INDEX experiment_person_key ON experiment_person (experiment_key, variation, first_day)",
                ])
        ])
}
