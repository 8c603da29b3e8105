import CommonModels

/// A mapping whose columns were found in a header: it turns rows into JSON without looking up names.
struct BoundMapping {
    let mapping: ImportMapping
    let columnCount: Int
    private let columns: [String: Int]
    private let conditions: [BoundCondition]
    private let names: [(bytes: [UInt8], conditions: [BoundCondition])]
    private let messageID: BoundTemplate
    private let userID: BoundTemplate?
    private let anonymousID: BoundTemplate?
    private let timestampColumn: Int
    private let properties: [BoundField]
    private let itemFields: [BoundField]
    let totals: [BoundTotal]
    private let groupColumns: [Int]

    /// - Throws: ``ImportError/invalidMapping(_:)`` naming every column the file does not have.
    init(_ mapping: ImportMapping, header: CSVRecord) throws(ImportError) {
        var columns: [String: Int] = [:]
        for index in 0..<header.count { columns[header.text(index).trimmingSpaces(), default: index] = index }
        var missing: [String] = []
        func bind(_ name: String) -> Int {
            if let index = columns[name] { return index }
            if !missing.contains(name) { missing.append(name) }
            return 0
        }
        func bind(_ conditions: [RowCondition]) -> [BoundCondition] { conditions.map { BoundCondition(column: bind($0.column), condition: $0) } }
        func bind(_ template: TextTemplate) -> BoundTemplate { BoundTemplate(template, bind) }
        func bind(_ field: FieldRule) -> BoundField { BoundField(field, bind) }
        self.mapping = mapping
        columnCount = header.count
        conditions = bind(mapping.conditions)
        names = mapping.names.map { (JSONBytes.string($0.name), bind($0.conditions)) }
        messageID = bind(mapping.messageID)
        userID = mapping.userID.map { bind($0) }
        anonymousID = mapping.anonymousID.map { bind($0) }
        timestampColumn = bind(mapping.timestamp.column)
        properties = mapping.properties.map { bind($0) }
        itemFields = mapping.items?.fields.map { bind($0) } ?? []
        totals = mapping.totals.map { BoundTotal($0, factors: $0.factors.map { bind($0) }, conditions: bind($0.conditions)) }
        groupColumns = mapping.grouping?.columns.map { bind($0) } ?? []
        self.columns = columns
        guard missing.isEmpty else {
            throw ImportError.invalidMapping(
                missing.map { MappingProblem(line: 0, path: $0, detail: "the file has no column of this name (it has \(columns.keys.sorted().joined(separator: ", ")))") })
        }
    }

    /// Whether the row is to be imported at all.
    func isWanted(_ record: CSVRecord) -> Bool { conditions.allSatisfy { $0.holds(record) } }

    /// What rows of one event have in common; empty when every row is an event.
    func groupKey(_ record: CSVRecord, into key: inout [UInt8]) {
        key.removeAll(keepingCapacity: true)
        for (index, column) in groupColumns.enumerated() {
            if index > 0 { key.append(0) }
            key.append(contentsOf: record[column])
        }
    }

    /// The event up to and with its properties, without the closing braces.
    /// - Throws: ``RowProblem``
    func head(_ record: CSVRecord) throws(RowProblem) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(320)
        bytes += "{\"type\":\"\(mapping.kind.rawValue)\"".utf8
        if let name = names.first(where: { name in name.conditions.allSatisfy { $0.holds(record) } }) {
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
        bytes += ",\"timestamp\":\"\(time.rfc3339)\"".utf8
        bytes += (mapping.kind == .identify ? ",\"traits\":{" : ",\"properties\":{").utf8
        try BoundField.append(properties, of: record, to: &bytes)
        return bytes
    }

    /// The object of this row in the list of items.
    /// - Throws: ``RowProblem``
    func appendItem(_ record: CSVRecord, to bytes: inout [UInt8]) throws(RowProblem) {
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

/// Why a row cannot become part of an event, in words for the reject file.
struct RowProblem: Error {
    let detail: String
    init(_ detail: String) { self.detail = detail }
}
