import StorageKit

/// Moves computed traits, which had a row per person and trait for the value and one for the state, into one row per person.
enum ComputedSheetMigration {
    static let table = [
        """
        CREATE TABLE computed_sheet (
            profile_id TEXT NOT NULL PRIMARY KEY, statements TEXT NOT NULL, states TEXT NOT NULL, due BIGINT
        ) WITHOUT ROWID
        """,
        "CREATE INDEX computed_sheet_due ON computed_sheet (due) WHERE due IS NOT NULL",
    ]

    static let sqlite =
        [
            fill(
                statements: """
                    json_group_array(json_object('name', name, 'kind', kind, 'value', json(value), 'at', strftime('%Y-%m-%dT%H:%M:%S',
                        at / 1000000, 'unixepoch') || printf('.%06dZ', at % 1000000), 'source', source, 'confidence', confidence,
                        'previous', json(previous)))
                    """,
                states: "json_group_object(trait, json_array(version, due, json(state)))")
        ] + cleared

    static let postgres =
        [
            fill(
                statements: """
                    json_agg(json_build_object('name', name, 'kind', kind, 'value', value::json, 'at', to_char(
                        timestamp '1970-01-01' + at * interval '1 microsecond', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'source', source,
                        'confidence', confidence, 'previous', previous::json))::text
                    """,
                states: "json_object_agg(trait, json_build_array(version, due, state::json))::text")
        ] + cleared

    private static func fill(statements: String, states: String) -> String {
        """
        INSERT INTO computed_sheet (profile_id, statements, states, due)
        SELECT profile_id,
            coalesce((SELECT \(statements) FROM trait WHERE trait.profile_id = people.profile_id AND kind IN ('computed', 'inferred')), '[]'),
            coalesce((SELECT \(states) FROM computed_state WHERE computed_state.profile_id = people.profile_id), '{}'),
            (SELECT min(due) FROM computed_state WHERE computed_state.profile_id = people.profile_id)
        FROM (
            SELECT profile_id FROM computed_state UNION SELECT profile_id FROM trait WHERE kind IN ('computed', 'inferred')
        ) AS people
        """
    }

    private static let cleared = ["DELETE FROM trait WHERE kind IN ('computed', 'inferred')", "DROP TABLE computed_state"]
}
