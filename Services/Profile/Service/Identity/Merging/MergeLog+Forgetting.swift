import CommonModels
import ProfileDomain
import StorageKit

extension MergeLog {
    /// Takes identities that were wrong, and traits that stated them, out of what is written down to undo merges: no un-merge
    /// brings them back, and nobody reads them there.
    static func forget(_ identities: IdentityRectification, of person: CasePerson, in transaction: any SQLTransaction) throws {
        guard !identities.removed.isEmpty else { return }
        let wrong = Set(identities.removed)
        for column in ["survivor", "merged"] {
            let sql = """
                SELECT merge_id, identities, traits, sheet, survivor_sheet, outcome, key_namespace, key_value FROM profile_merge
                WHERE \(column) IN
                """
            for row in try transaction.rows(sql, in: person.ids) {
                let key = try row.textOrNull("key_namespace").flatMap { namespace in
                    try row.textOrNull("key_value").map { IdentityKey(trusted: IdentityNamespace(rawValue: namespace), $0) }
                }
                let isWrong = key.map { wrong.contains($0) } ?? false
                let outcome = try row.textOrNull("outcome").flatMap { try? JSONValue(parsing: $0) }
                try transaction.execute(
                    """
                    UPDATE profile_merge SET identities = $2, traits = $3, sheet = $4, survivor_sheet = $5, outcome = $6, key_namespace = $7,
                        key_value = $8 WHERE merge_id = $1
                    """,
                    [
                        try row.integer("merge_id"), left(of: try row.json("identities"), without: wrong),
                        traits(try row.json("traits"), without: identities.carried),
                        try sheet(row.text("sheet"), without: identities.carried),
                        try sheet(row.text("survivor_sheet"), without: identities.carried),
                        outcome.map { without(wrong, $0).serialized }, isWrong ? nil : key?.namespace.rawValue, isWrong ? nil : key?.value,
                    ])
            }
        }
    }

    private static func left(of list: JSONValue, without wrong: Set<IdentityKey>) -> JSONValue {
        .array(
            (list.arrayValue ?? []).filter { item in
                guard let namespace = item["namespace"]?.stringValue, let value = item["value"]?.stringValue else { return true }
                return !wrong.contains(IdentityKey(trusted: IdentityNamespace(rawValue: namespace), value))
            })
    }

    private static func without(_ wrong: Set<IdentityKey>, _ outcome: JSONValue) -> JSONValue {
        guard var members = outcome.objectValue else { return outcome }
        for name in ["identities", "identitiesElsewhere"] {
            if let list = members[name] { members[name] = left(of: list, without: wrong) }
        }
        return .object(members)
    }

    private static func traits(_ views: JSONValue, without carried: [IdentityRectification.CarriedTrait]) -> JSONValue {
        guard var members = views.objectValue else { return views }
        for trait in carried where members[trait.name]?["value"]?.stringValue.map(trait.isWrong) ?? false { members[trait.name] = nil }
        return .object(members)
    }

    private static func sheet(_ text: String, without carried: [IdentityRectification.CarriedTrait]) throws -> String {
        var sheet = TraitSheet(try StoredSheet.statements(text))
        for trait in carried { _ = sheet.forget(trait.name) { $0.stringValue.map(trait.isWrong) ?? false } }
        return StoredSheet.text(sheet.statements)
    }
}
