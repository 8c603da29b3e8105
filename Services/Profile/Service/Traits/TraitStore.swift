import CommonModels
import ProfileDomain
import StorageKit

/// Reads and writes trait statements of people or of groups. What Maru itself makes of people stands apart, in
/// ``ComputedSheetStore``.
struct TraitStore: Sendable {
    static let profiles = TraitStore(table: "trait", owner: "profile_id", isComputed: true)
    static let groups = TraitStore(table: "group_trait", owner: "group_id", isComputed: false)

    private let table: String
    private let owner: String
    /// Whether Maru makes values of its own.
    private let isComputed: Bool
    private static let columns = ["name", "kind", "value", "at", "source", "ages", "confidence", "reason", "previous", "overruled"]

    /// Sheets of those that have one, with what is computed of them.
    func sheets(of owners: some Sequence<String>, in transaction: any SQLTransaction) throws -> [String: TraitSheet] {
        var statements = try stated(of: owners, in: transaction)
        if isComputed {
            for (owner, computed) in try ComputedSheetStore.statements(of: owners, in: transaction) {
                statements[owner, default: [:]].merge(computed) { $1 }
            }
        }
        return statements.mapValues { TraitSheet($0) }
    }

    /// What was stated, and nothing that Maru made of it.
    func stated(of owners: some Sequence<String>, in transaction: any SQLTransaction) throws -> [String: [TraitKey: TraitStatement]] {
        var statements: [String: [TraitKey: TraitStatement]] = [:]
        let sql = "SELECT \(owner) AS owner, \(Self.columns.joined(separator: ", ")) FROM \(table) WHERE \(owner) IN"
        for row in try transaction.rows(sql, in: owners) {
            let key = TraitKey(try row.text("name"), try row.name("kind"))
            statements[try row.text("owner"), default: [:]][key] = try Self.statement(row)
        }
        return statements
    }

    func save(_ statements: [String: [TraitKey: TraitStatement]], in transaction: any SQLTransaction) throws {
        var rows: [[SQLValue]] = []
        var made: [String: [TraitKey: TraitStatement]] = [:]
        for (id, statements) in statements {
            for (key, statement) in statements {
                if isMade(key) { made[id, default: [:]][key] = statement } else { rows.append(Self.row(id, key, statement)) }
            }
        }
        try ComputedSheetStore.change(made.keys, in: transaction) { id, sheet in sheet.statements.merge(made[id] ?? [:]) { $1 } }
        try transaction.insert(
            into: table, columns: [owner] + Self.columns, rows: rows,
            onConflict: .replace(key: [owner, "name", "kind"], update: Array(Self.columns.dropFirst(2))))
    }

    func remove(_ statements: [(owner: String, key: TraitKey)], in transaction: any SQLTransaction) throws {
        let made = Dictionary(grouping: statements.filter { isMade($0.key) }, by: \.owner)
        try ComputedSheetStore.change(made.keys, in: transaction) { id, sheet in
            for (_, key) in made[id] ?? [] { sheet.statements[key] = nil }
        }
        try transaction.executeMany(
            "DELETE FROM \(table) WHERE \(owner) = $1 AND name = $2 AND kind = $3",
            statements.filter { !isMade($0.key) }.map { [.text($0.owner), .text($0.key.name), .text($0.key.kind.rawValue)] })
    }

    private func isMade(_ key: TraitKey) -> Bool { isComputed && (key.kind == .computed || key.kind == .inferred) }

    private static func statement(_ row: SQLRow) throws -> TraitStatement {
        let (value, at) = (try row.json("value"), try row.instant("at"))
        var tree = TraitTree.leaf(value, at.microseconds)
        if let text = try row.textOrNull("ages") {
            guard let ages = try? JSONValue(parsing: text), let aged = TraitTree(value: value, ages: ages) else {
                throw StorageError.malformed("the ages of a trait")
            }
            tree = aged
        }
        return TraitStatement(
            tree: tree, at: at, source: try row.text("source"), confidence: try row.realOrNull("confidence"),
            reason: try row.textOrNull("reason"), previous: try past(row, "previous"), overruled: try past(row, "overruled"))
    }

    private static func past(_ row: SQLRow, _ column: String) throws -> TraitPast? {
        guard let text = try row.textOrNull(column) else { return nil }
        guard let json = try? JSONValue(parsing: text), let past = TraitPast(json: json) else {
            throw StorageError.malformed("the past of a trait")
        }
        return past
    }

    private static func row(_ owner: String, _ key: TraitKey, _ statement: TraitStatement) -> [SQLValue] {
        var ages = SQLValue.null
        if case .branch = statement.tree { ages = statement.tree.ages.sqlValue }
        return [
            .text(owner), .text(key.name), .text(key.kind.rawValue), statement.value.sqlValue, statement.at.sqlValue,
            .text(statement.source), ages, .optional(statement.confidence), .optional(statement.reason),
            .optional(statement.previous?.json.serialized), .optional(statement.overruled?.json.serialized),
        ]
    }
}

extension TraitStore {
    func sheets(of ids: Set<ProfileID>, in transaction: any SQLTransaction) throws -> [ProfileID: TraitSheet] {
        var sheets: [ProfileID: TraitSheet] = [:]
        for (id, sheet) in try self.sheets(of: ids.lazy.map(\.rawValue), in: transaction) { sheets[ProfileID(trusted: id)] = sheet }
        return sheets
    }
}

extension TraitPast {
    init?(json: JSONValue) {
        guard let at = json["at"]?.stringValue.flatMap({ Instant(rfc3339: $0) }), let source = json["source"]?.stringValue else {
            return nil
        }
        self.init(value: json["value"] ?? .null, at: at, source: source)
    }

    var json: JSONValue { ["value": value, "at": .string(at.rfc3339), "source": .string(source)] }
}
