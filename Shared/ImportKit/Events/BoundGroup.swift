import CommonModels

/// The group of an event with the positions of its columns.
struct BoundGroup {
    private let id: BoundTemplate
    private let kind: String?
    private let role: BoundTemplate?

    init(_ group: ImportMapping.Group, _ bind: (String) -> Int) {
        id = BoundTemplate(group.id, bind)
        kind = group.kind
        role = group.role.map { BoundTemplate($0, bind) }
    }

    /// Appends `groupId`, and as `context.group` what kind of group it is and who the person is in it.
    /// - Throws: ``RowProblem`` when the row names no group.
    func append(_ record: RowRecord, to bytes: inout [UInt8]) throws(RowProblem) {
        guard let id = try id.text(record) else { throw RowProblem("the id of the group is empty") }
        JSONBytes.append(member: "groupId", id[...], to: &bytes)
        var place: JSONObject = [:]
        if let kind { place["kind"] = .string(kind) }
        if let role = try role?.text(record) { place["role"] = .string(String(decoding: role, as: UTF8.self)) }
        guard !place.isEmpty else { return }
        bytes += ",\"context\":".utf8
        JSONValue.object(["group": .object(place)]).write(into: &bytes)
    }
}
