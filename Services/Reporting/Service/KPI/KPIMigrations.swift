package import StorageKit

/// The KPI catalogue and its targets.
package enum KPIMigrations {
    package static let set = MigrationSet(
        component: "reporting-kpi",
        steps: [
            Migration(
                1, "catalogue",
                [
                    """
                    CREATE TABLE kpi (
                        key TEXT NOT NULL, version BIGINT NOT NULL CHECK (version > 0), definition TEXT NOT NULL, position BIGINT NOT NULL,
                        changed_at BIGINT NOT NULL, changed_by TEXT NOT NULL, PRIMARY KEY (key, version))
                    """,
                    """
                    CREATE TABLE kpi_target (
                        key TEXT NOT NULL, quarter BIGINT NOT NULL, units BIGINT NOT NULL CHECK (units >= 0), set_at BIGINT NOT NULL,
                        set_by TEXT NOT NULL, PRIMARY KEY (key, quarter))
                    """,
                ])
        ])
}
