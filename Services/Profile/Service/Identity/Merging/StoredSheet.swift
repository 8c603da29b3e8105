import CommonModels
import ProfileDomain
import StorageKit

/// A sheet of traits as JSON, with everything that is needed to put it back.
enum StoredSheet {
    static func json(_ sheet: TraitSheet) -> JSONValue {
        let ordered = sheet.statements.sorted { ($0.key.name, $0.key.kind.rawValue) < ($1.key.name, $1.key.kind.rawValue) }
        return .array(
            ordered.map { key, statement in
                var members: JSONObject = [
                    "name": .string(key.name), "kind": .string(key.kind.rawValue), "value": statement.value,
                    "at": .string(statement.at.rfc3339), "source": .string(statement.source),
                ]
                if case .branch = statement.tree { members["ages"] = statement.tree.ages }
                if let confidence = statement.confidence { members["confidence"] = .number(confidence) }
                if let reason = statement.reason { members["reason"] = .string(reason) }
                if let previous = statement.previous { members["previous"] = previous.json }
                if let overruled = statement.overruled { members["overruled"] = overruled.json }
                return .object(members)
            })
    }

    /// A sheet that is written back: nothing of it may be passed over.
    /// - Throws: ``StorageError/malformed(_:)``.
    static func whole(_ json: JSONValue) throws -> TraitSheet {
        let sheet = sheet(json)
        guard sheet.statements.count == json.arrayValue?.count else { throw StorageError.malformed("the sheet of a person") }
        return sheet
    }

    static func sheet(_ json: JSONValue) -> TraitSheet {
        var statements: [TraitKey: TraitStatement] = [:]
        for item in json.arrayValue ?? [] {
            guard let name = item["name"]?.stringValue, let kind = item["kind"]?.stringValue.flatMap(TraitKind.init(rawValue:)),
                let at = item["at"]?.stringValue.flatMap({ Instant(rfc3339: $0) })
            else { continue }
            let value = item["value"] ?? .null
            let tree = item["ages"].flatMap { TraitTree(value: value, ages: $0) } ?? .leaf(value, at.microseconds)
            statements[TraitKey(name, kind)] = TraitStatement(
                tree: tree, at: at, source: item["source"]?.stringValue ?? "", confidence: item["confidence"]?.doubleValue,
                reason: item["reason"]?.stringValue, previous: item["previous"].flatMap { TraitPast(json: $0) },
                overruled: item["overruled"].flatMap { TraitPast(json: $0) })
        }
        return TraitSheet(statements)
    }
}
