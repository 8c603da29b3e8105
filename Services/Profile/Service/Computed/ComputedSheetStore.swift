import CommonModels
import ProfileDomain
import StorageKit

/// Computed traits and guesses, one row per person.
enum ComputedSheetStore {
    static let sheetsSQL = "SELECT profile_id, statements, states FROM computed_sheet WHERE profile_id IN"
    static let statementsSQL = "SELECT profile_id, statements FROM computed_sheet WHERE profile_id IN"
    static let dueSQL = "SELECT profile_id FROM computed_sheet WHERE due <= $1 ORDER BY due LIMIT $2"

    static func load(_ ids: Set<ProfileID>, in transaction: any SQLTransaction) throws -> [ProfileID: ComputedSheet] {
        var sheets: [ProfileID: ComputedSheet] = [:]
        for row in try transaction.rows(sheetsSQL, in: ids.lazy.map(\.rawValue)) {
            sheets[try row.id("profile_id")] = ComputedSheet(
                states: try ComputedSheet.states(row.text("states")), statements: try StoredSheet.statements(row.text("statements")))
        }
        return sheets
    }

    /// Only the values.
    static func statements(
        of ids: some Sequence<String>, in transaction: any SQLTransaction
    ) throws -> [String: [TraitKey: TraitStatement]] {
        try transaction.rows(statementsSQL, in: ids).reduce(into: [:]) { known, row in
            known[try row.text("profile_id")] = try StoredSheet.statements(row.text("statements"))
        }
    }

    /// Changes the sheets of some people, who need not have one.
    static func change(
        _ ids: some Collection<String>, in transaction: any SQLTransaction, _ body: (String, inout ComputedSheet) -> Void
    ) throws {
        guard !ids.isEmpty else { return }
        var sheets = try load(Set(ids.map { ProfileID(trusted: $0) }), in: transaction)
        for id in ids { body(id, &sheets[ProfileID(trusted: id), default: ComputedSheet()]) }
        try save(sheets, in: transaction)
    }

    /// Writes sheets; one with nothing in it has no row.
    static func save(_ sheets: [ProfileID: ComputedSheet], in transaction: any SQLTransaction) throws {
        let filled = sheets.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
        try transaction.insert(
            into: "computed_sheet", columns: ["profile_id", "statements", "states", "due"],
            rows: filled.map { id, sheet in
                [id.sqlValue, .text(StoredSheet.text(sheet.statements)), .text(sheet.statesText), sheet.due.sqlValue]
            }, onConflict: .replace(key: ["profile_id"], update: ["statements", "states", "due"]))
        try transaction.executeMany(
            "DELETE FROM computed_sheet WHERE profile_id = $1", sheets.filter(\.value.isEmpty).map { [$0.key.sqlValue] })
    }
}
