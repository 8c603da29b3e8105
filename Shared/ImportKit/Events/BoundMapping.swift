import CommonModels

/// A mapping whose columns have places: it turns rows into JSON without looking up names.
struct BoundMapping {
    let mapping: ImportMapping
    /// By place; where the rows have no header, what the mapping asks for.
    let columnNames: [String]
    private let prefix: [UInt8]
    private let opening: [UInt8]
    private let conditions: [BoundCondition]
    private let eventNames: [(bytes: [UInt8], conditions: [BoundCondition])]
    private let messageID: BoundTemplate
    private let userID: BoundTemplate?
    private let anonymousID: BoundTemplate?
    private let group: BoundGroup?
    private let timestampColumn: Int
    private let properties: [BoundField]
    private let itemFields: [BoundField]
    /// `"products":[`
    private let itemsKey: [UInt8]?
    let totals: [BoundTotal]
    private let groupColumns: [Int]

    /// - Parameter header: the names of the columns; nil where rows give whatever is asked for.
    /// - Throws: ``ImportError/invalidMapping(_:)`` naming every column the file does not have.
    init(_ mapping: ImportMapping, header: RowRecord?) throws(ImportError) {
        var names: [String] = []
        if let header { names = (0..<header.count).map { header.text($0).trimmingSpaces() } }
        var columns = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        var missing: [String] = []
        func bind(_ name: String) -> Int {
            if name == mapping.match?.column { return RowRecord.foundColumn }
            if let index = columns[name] { return index }
            if header == nil {
                names.append(name)
                columns[name] = names.count - 1
                return names.count - 1
            }
            if !missing.contains(name) { missing.append(name) }
            return 0
        }
        func bind(_ conditions: [RowCondition]) -> [BoundCondition] {
            conditions.map { BoundCondition(column: bind($0.column), condition: $0) }
        }
        func bind(_ template: TextTemplate) -> BoundTemplate { BoundTemplate(template, bind) }
        func bind(_ field: FieldRule) -> BoundField { BoundField(field, bind) }
        self.mapping = mapping
        prefix = Array("{\"type\":\"\(mapping.kind.rawValue)\"".utf8)
        opening = Array(([.identify, .group].contains(mapping.kind) ? "\",\"traits\":{" : "\",\"properties\":{").utf8)
        conditions = bind(mapping.conditions)
        eventNames = mapping.names.map { (JSONBytes.string($0.name), bind($0.conditions)) }
        messageID = bind(mapping.messageID)
        userID = mapping.userID.map { bind($0) }
        anonymousID = mapping.anonymousID.map { bind($0) }
        group = mapping.group.map { BoundGroup($0, bind) }
        for field in mapping.match?.keys.flatMap(\.fields) ?? [] { _ = bind(field) }
        timestampColumn = bind(mapping.timestamp.column)
        properties = mapping.properties.map { bind($0) }
        itemsKey = mapping.items.map { JSONBytes.string($0.name) + ":[".utf8 }
        itemFields = mapping.items?.fields.map { bind($0) } ?? []
        totals = mapping.totals.map { BoundTotal($0, factors: $0.factors.map { bind($0) }, conditions: bind($0.conditions)) }
        groupColumns = mapping.grouping?.columns.map { bind($0) } ?? []
        columnNames = names
        if let match = mapping.match, columns[match.column] != nil {
            throw ImportError.invalidMapping([
                MappingProblem(
                    line: 0, path: "match.column", pointer: "/match/column",
                    detail: "the file has a column \(match.column); give what is found another name")
            ])
        }
        guard missing.isEmpty else {
            throw ImportError.invalidMapping(
                missing.map {
                    MappingProblem(
                        line: 0, path: $0,
                        detail: "the file has no column of this name (it has \(columns.keys.sorted().joined(separator: ", ")))")
                })
        }
    }

    /// Whether the row is to be imported at all.
    func isWanted(_ record: RowRecord) -> Bool { conditions.allSatisfy { $0.holds(record) } }

    /// What is wrong with a row before any column is looked at; what it holds is UTF-8 afterwards.
    func fault(of record: inout RowRecord) -> String? {
        if let fault = record.fault { return fault }
        if record.count != columnNames.count { return "has \(record.count) fields, the header has \(columnNames.count)" }
        if mapping.encoding == .latin1 {
            record.decodeLatin1()
        } else if !record.isASCII, !record.isUTF8 {
            return "is not UTF-8"
        }
        return nil
    }

    /// What rows of one event have in common; empty when every row is an event.
    func groupKey(_ record: RowRecord, into key: inout [UInt8]) {
        key.removeAll(keepingCapacity: true)
        for (index, column) in groupColumns.enumerated() {
            if index > 0 { key.append(0) }
            key.append(contentsOf: record[column])
        }
    }

    /// The event up to and with its properties, without the closing braces.
    /// - Throws: ``RowProblem``
    func head(_ record: RowRecord) throws(RowProblem) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(320)
        bytes += prefix
        if let name = eventNames.first(where: { name in name.conditions.allSatisfy { $0.holds(record) } }) {
            bytes += (mapping.kind == .track ? ",\"event\":" : ",\"name\":").utf8
            bytes += name.bytes
        } else if mapping.kind == .track {
            throw RowProblem("no event name applies to this row")
        }
        let message = try messageID.text(record)
        guard let message else { throw RowProblem("the messageId is empty") }
        JSONBytes.append(member: "messageId", message[...], to: &bytes)
        let user = try userID?.text(record)
        let anonymous = try anonymousID?.text(record)
        if let user { JSONBytes.append(member: "userId", user[...], to: &bytes) }
        if let anonymous, user == nil { JSONBytes.append(member: "anonymousId", anonymous[...], to: &bytes) }
        if user == nil, anonymous == nil { throw RowProblem("neither userId nor anonymousId has a value") }
        guard let time = mapping.timestamp.format.instant(record[timestampColumn]) else {
            throw RowProblem("\(mapping.timestamp.column): '\(record.text(timestampColumn))' is not a time in the given format")
        }
        try group?.append(record, to: &bytes)
        bytes += ",\"timestamp\":\"".utf8
        bytes += time.rfc3339.utf8
        bytes += opening
        try BoundField.append(properties, of: record, to: &bytes)
        return bytes
    }

    /// Ends the event that ``head(_:)`` began.
    func finish(_ bytes: inout [UInt8], totals amounts: [Int64], items: [UInt8]) {
        func separate() { if bytes.last != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) } }
        for (total, amount) in zip(totals, amounts) {
            separate()
            bytes += total.key
            bytes += DecimalText.text(amount, digits: total.rule.digits).utf8
        }
        if let itemsKey {
            separate()
            bytes += itemsKey
            bytes += items
            bytes.append(UInt8(ascii: "]"))
        }
        bytes += "}}".utf8
    }

    /// The object of this row in the list of items.
    /// - Throws: ``RowProblem``
    func appendItem(_ record: RowRecord, to bytes: inout [UInt8]) throws(RowProblem) {
        bytes.append(UInt8(ascii: "{"))
        try BoundField.append(itemFields, of: record, to: &bytes)
        bytes.append(UInt8(ascii: "}"))
    }
}

extension String {
    func trimmingSpaces() -> String {
        var text = self[...]
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
