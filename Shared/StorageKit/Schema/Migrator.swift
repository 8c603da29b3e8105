/// Applies migration sets inside one transaction that no other replica can run at the same time.
enum Migrator {
    static let lockName = "maru_migration"

    /// - Throws: ``StorageError/newerSchema(component:found:known:)``, ``StorageError/changedMigration(component:number:found:)``.
    static func apply(_ sets: [MigrationSet], in transaction: any SQLTransaction) throws {
        try transaction.serialize(on: lockName)
        try transaction.execute(
            PortableDDL.text(
                """
                CREATE TABLE IF NOT EXISTS maru_migration (
                    component TEXT NOT NULL, number BIGINT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (component, number))
                """, for: transaction.engine))
        for set in sets { try apply(set, in: transaction) }
    }

    private static func apply(_ set: MigrationSet, in transaction: any SQLTransaction) throws {
        let applied = try transaction.rows(
            "SELECT number, name FROM maru_migration WHERE component = $1 ORDER BY number", [set.component])
        for row in applied {
            let number = try row.int("number")
            guard let step = set.steps.first(where: { $0.number == number }) else {
                throw StorageError.newerSchema(component: set.component, found: number, known: set.steps.map(\.number).max() ?? 0)
            }
            let name = try row.text("name")
            guard step.name == name else {
                throw StorageError.changedMigration(component: set.component, number: number, found: name)
            }
        }
        for step in set.steps.sorted(by: { $0.number < $1.number }).dropFirst(applied.count) {
            for sql in step.sql { try transaction.execute(PortableDDL.text(sql, for: transaction.engine)) }
            for sql in step.native[transaction.engine] ?? [] { try transaction.execute(sql) }
            try transaction.execute(
                "INSERT INTO maru_migration (component, number, name) VALUES ($1, $2, $3)", [set.component, step.number, step.name])
        }
    }
}
