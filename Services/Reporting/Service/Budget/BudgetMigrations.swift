package import StorageKit

/// Departments, initiatives and the append-only ledger.
package enum BudgetMigrations {
    package static let set = MigrationSet(
        component: "reporting-budget",
        steps: [
            Migration(
                1, "budget",
                [
                    "CREATE TABLE budget_setting (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
                    "CREATE TABLE department (department_id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
                    """
                    CREATE TABLE initiative (
                        initiative_id TEXT PRIMARY KEY, name TEXT NOT NULL, sponsor_id TEXT NOT NULL REFERENCES department (department_id),
                        requested BIGINT NOT NULL CHECK (requested > 0), status TEXT NOT NULL, experiment_key TEXT,
                        created_at BIGINT NOT NULL)
                    """,
                    """
                    CREATE TABLE initiative_share (
                        initiative_id TEXT NOT NULL REFERENCES initiative (initiative_id), position BIGINT NOT NULL,
                        department_id TEXT NOT NULL REFERENCES department (department_id),
                        basis_points BIGINT NOT NULL CHECK (basis_points BETWEEN 1 AND 10000), PRIMARY KEY (initiative_id, position))
                    """,
                    """
                    CREATE TABLE ledger_entry (
                        sequence SERIAL_KEY, entry_id TEXT NOT NULL UNIQUE, day BIGINT NOT NULL, quarter BIGINT NOT NULL,
                        recorded_at BIGINT NOT NULL, kind TEXT NOT NULL, subject_id TEXT NOT NULL, amount BIGINT NOT NULL CHECK (amount > 0),
                        ordered BIGINT NOT NULL CHECK (ordered >= 0), memo TEXT NOT NULL, recorded_by TEXT NOT NULL)
                    """,
                    "CREATE INDEX ledger_entry_subject ON ledger_entry (subject_id, sequence)",
                    """
                    CREATE TABLE ledger_posting (
                        sequence BIGINT NOT NULL REFERENCES ledger_entry (sequence), account TEXT NOT NULL, quarter BIGINT NOT NULL,
                        amount BIGINT NOT NULL CHECK (amount <> 0), PRIMARY KEY (account, sequence))
                    """,
                ])
        ])
}
