import CommonModels
import Foundation
import Yams

extension ImportMapping {
    /// UTF-8 bytes of a mapping.
    package static let textBytesMax = 65_536
    /// Members of properties, of items and of totals together, and conditions of one list.
    static let fieldsMax = 200

    /// Reads a mapping, written as YAML or as JSON.
    /// - Throws: ``ImportError/invalidMapping(_:)`` with everything that is wrong, each with line and member path.
    package init(yaml: String) throws(ImportError) {
        guard yaml.utf8.count <= Self.textBytesMax else {
            throw ImportError.invalidMapping([
                MappingProblem(line: 0, path: "", detail: "is longer than \(Self.textBytesMax) bytes")
            ])
        }
        do throws(PlainYAML.Refusal) {
            try PlainYAML.check(yaml)
        } catch {
            let detail = error.line > 0 ? "\(error)" : "not YAML: \(error)"
            throw ImportError.invalidMapping([MappingProblem(line: error.line, path: "", detail: detail)])
        }
        let problems = MappingProblems()
        var root: Node?
        do {
            root = try Yams.compose(yaml: yaml)
        } catch {
            throw ImportError.invalidMapping([MappingProblem(line: 0, path: "", detail: "not YAML: \(error)")])
        }
        let top = MappingNode(node: root, path: "", pointer: "", line: 1, problems: problems)
        if root?.mapping == nil { throw ImportError.invalidMapping([MappingProblem(line: 1, path: "", detail: "must have members")]) }
        top.allow(
            "source", "delimiter", "encoding", "timeZone", "event", "messageId", "userId", "anonymousId", "group", "match", "timestamp",
            "where",
            "groupBy", "properties", "items", "totals")
        let zone = ImportMapping.zone(top["timeZone"])
        source = top["source"].required()
        if !source.isEmpty, !WordShape.source.holds(source) {
            top["source"].report("must be at most 80 letters, digits, '-', '_' or '.'")
        }
        delimiter = ImportMapping.delimiter(top["delimiter"])
        encoding = top["encoding"].choice(Encoding.self) ?? .utf8
        top["event"].allow("type", "name")
        kind = top["event"]["type"].choice(EventKind.self) ?? .track
        names = ImportMapping.names(top["event"]["name"])
        if kind == .track, names.isEmpty { top["event"]["name"].report("is missing") }
        messageID = top["messageId"].template() ?? .empty
        if messageID.columns.isEmpty { top["messageId"].report("must name a column that tells events apart, e.g. '{order_id}'") }
        userID = top["userId"].template()
        anonymousID = top["anonymousId"].template()
        if !top["userId"].exists, !top["anonymousId"].exists { top.report("needs userId or anonymousId") }
        group = ImportMapping.group(top["group"])
        if kind == .group, group == nil { top["group"].report("is missing; events of the type group need its id") }
        if kind != .group, group != nil { top["group"].report("is for events of the type group") }
        let time = top["timestamp"]
        time.allow("column", "format")
        timestamp = TimestampRule(column: time["column"].required(), format: ImportMapping.format(time["format"], zone))
        conditions = ImportMapping.conditions(top["where"])
        match = ImportMapping.match(top["match"])
        if let match, conditions.contains(where: { $0.column == match.column }) {
            top["where"].report("says which rows are matched, so it cannot look at \(match.column)")
        }
        grouping = ImportMapping.grouping(top["groupBy"])
        properties = ImportMapping.fields(top["properties"], zone)
        items = ImportMapping.items(top["items"], zone)
        totals = ImportMapping.totals(top["totals"])
        if properties.count + (items?.fields.count ?? 0) + totals.count > Self.fieldsMax {
            top.report("properties, items and totals have more than \(Self.fieldsMax) members together")
        }
        if !problems.all.isEmpty { throw ImportError.invalidMapping(problems.all) }
    }

    private static func zone(_ node: MappingNode) -> TimeZone {
        guard let name = node.text else { return .gmt }
        if let zone = TimeZone(identifier: name) { return zone }
        node.report("there is no time zone '\(name)'; write for example Asia/Seoul")
        return .gmt
    }

    private static func delimiter(_ node: MappingNode) -> UInt8 {
        guard let text = node.text else { return UInt8(ascii: ",") }
        if text.utf8.count == 1, let byte = text.utf8.first, byte != UInt8(ascii: "\""), byte >= 32 || byte == 9 { return byte }
        node.report("must be one character")
        return UInt8(ascii: ",")
    }

    private static func format(_ node: MappingNode, _ zone: TimeZone) -> TimestampFormat {
        if let format = TimestampFormat(node.text ?? "rfc3339", zone: zone) { return format }
        node.report("must be rfc3339, epochSeconds, epochMilliseconds or a pattern such as 'yyyy-MM-dd HH:mm:ss'")
        return .rfc3339
    }

    private static func names(_ node: MappingNode) -> [EventName] {
        guard node.exists else { return [] }
        if let name = node.node?.scalar?.string { return [EventName(name: name, conditions: [])] }
        return node.items.map { item in
            item.allow("is", "when")
            return EventName(name: item["is"].required(), conditions: conditions(item["when"]))
        }
    }

    private static func conditions(_ node: MappingNode) -> [RowCondition] {
        if node.items.count > fieldsMax { node.report("has more than \(fieldsMax) conditions") }
        return node.items.prefix(fieldsMax).compactMap { item in
            item.allow("column", "is", "isNot", "startsWith", "doesNotStartWith", "isEmpty", "above", "below")
            let column = item["column"].required()
            var tests: [RowCondition.Test] = []
            if let text = item["is"].text { tests.append(.equals(Array(text.utf8))) }
            if let text = item["isNot"].text { tests.append(.differs(Array(text.utf8))) }
            if let text = item["startsWith"].text { tests.append(.startsWith(Array(text.utf8))) }
            if let text = item["doesNotStartWith"].text { tests.append(.doesNotStartWith(Array(text.utf8))) }
            if let flag = item["isEmpty"].flag { tests.append(.isEmpty(flag)) }
            if let limit = number(item["above"]) { tests.append(.above(limit)) }
            if let limit = number(item["below"]) { tests.append(.below(limit)) }
            if tests.count != 1 { item.report("needs exactly one of is, isNot, startsWith, doesNotStartWith, isEmpty, above, below") }
            return tests.first.map { RowCondition(column: column, test: $0) }
        }
    }

    private static func number(_ node: MappingNode) -> Double? {
        guard let text = node.text else { return nil }
        if let number = Double(text), number.isFinite { return number }
        node.report("must be a number")
        return nil
    }

    private static func grouping(_ node: MappingNode) -> Grouping? {
        guard node.exists else { return nil }
        node.allow("columns", "window")
        let columns = node["columns"].items.map { $0.required() }
        if columns.isEmpty { node["columns"].report("names no column") }
        return Grouping(columns: columns, window: node["window"].whole(0...Grouping.windowMax) ?? Grouping.windowDefault)
    }

    private static func group(_ node: MappingNode) -> Group? {
        guard node.exists else { return nil }
        node.allow("id", "kind", "role")
        if !node["id"].exists { node["id"].report("is missing") }
        let id = node["id"].template() ?? .empty
        let kind = node["kind"].text
        if let kind, !WordShape.groupKind.holds(kind) { node["kind"].report("must be 1 to 40 of a-z, 0-9, '-', '_', a letter first") }
        return Group(id: id, kind: kind, role: node["role"].template())
    }

    private static func match(_ node: MappingNode) -> Match? {
        guard node.exists else { return nil }
        node.allow("column", "keys")
        let keys = node["keys"].items
        if !(1...MatchKey.keysMax).contains(keys.count) { node["keys"].report("needs 1 to \(MatchKey.keysMax) keys") }
        let read = keys.prefix(MatchKey.keysMax).compactMap { key -> MatchKey? in
            let text = key.required()
            if let known = MatchKey(text) { return known }
            if !text.isEmpty { key.report("must be 1 to \(MatchKey.fieldsMax) different columns joined by +") }
            return nil
        }
        let column = node["column"].text ?? Match.columnDefault
        if column.isEmpty { node["column"].report("must be a name") }
        return Match(column: column, keys: read)
    }

    private static func fields(_ node: MappingNode, _ zone: TimeZone) -> [FieldRule] {
        node.members.map { name, value in
            value.allow("column", "value", "type", "format")
            let kind = value["type"].choice(FieldRule.Kind.self) ?? .text
            let column = value["column"].text
            let constant = value["value"].text
            if (column == nil) == (constant == nil) { value.report("needs either column or value") }
            return FieldRule(
                name: name, origin: constant.map { .constant($0) } ?? .column(column ?? ""), kind: kind,
                format: kind == .date ? format(value["format"], zone) : nil)
        }
    }

    private static func items(_ node: MappingNode, _ zone: TimeZone) -> Items? {
        guard node.exists else { return nil }
        node.allow("name", "fields")
        let fields = fields(node["fields"], zone)
        if fields.isEmpty { node["fields"].report("is missing") }
        return Items(name: node["name"].required(), fields: fields)
    }

    private static func totals(_ node: MappingNode) -> [Total] {
        node.members.map { name, value in
            value.allow("multiply", "digits", "negate", "where")
            let factors = value["multiply"].items.map { $0.required() }
            if factors.isEmpty || factors.count > 3 { value["multiply"].report("needs one to three columns") }
            return Total(
                name: name, factors: factors, digits: value["digits"].whole(0...6) ?? 2, negated: value["negate"].flag ?? false,
                conditions: conditions(value["where"]))
        }
    }
}
