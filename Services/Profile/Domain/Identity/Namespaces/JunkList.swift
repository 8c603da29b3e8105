package import CommonModels

/// The values an installation says identify nobody, as one document: `{values: [{namespace, value, note?}]}`. Those the service
/// put in quarantine by itself are not in it.
package struct JunkList: Hashable, Sendable {
    package static let noteLengthMax = 200  // characters
    private static let members: Set = ["namespace", "value", "note"]

    /// A value of the list.
    package struct Item: Hashable, Sendable {
        /// `*` for every namespace but those of addresses.
        package let namespace: String
        package let value: String
        package let note: String

        package init(namespace: String, value: String, note: String) {
            self.namespace = namespace
            self.value = value
            self.note = note
        }
    }

    package let values: [Item]

    package init(_ values: [Item]) { self.values = values }

    /// - Throws: everything wrong with it, each with a JSON pointer.
    package init(json: JSONValue) throws(DocumentFaults) {
        guard let listed = json["values"]?.arrayValue, listed.count <= JunkIdentities.countMax else {
            throw DocumentFaults([.init("/values", "must be an array of at most \(JunkIdentities.countMax) values")])
        }
        var faults: [DocumentFaults.Fault] = []
        var values: [Item] = []
        var seen: Set<[String]> = []
        for (index, entry) in listed.enumerated() {
            let pointer = "/values/\(index)"
            guard let item = Self.item(entry) else {
                faults.append(.init(pointer, "must have a namespace or *, a value, and a note of at most \(Self.noteLengthMax) characters"))
                continue
            }
            if !seen.insert([item.namespace, item.value.lowercased()]).inserted { faults.append(.init(pointer, "is listed twice")) }
            values.append(item)
        }
        guard faults.isEmpty else { throw DocumentFaults(faults) }
        self.init(values)
    }

    private static func item(_ json: JSONValue) -> Item? {
        guard let members = json.objectValue, Set(members.keys).isSubset(of: Self.members),
            let namespace = json["namespace"]?.stringValue,
            namespace == JunkIdentities.anyNamespace || IdentityNamespace(key: namespace) != nil,
            let value = json["value"]?.stringValue, (1...IdentityNamespace.valueLengthMax).contains(value.count)
        else { return nil }
        let note = json["note"] ?? ""
        guard let text = note.stringValue, text.count <= Self.noteLengthMax else { return nil }
        return Item(namespace: namespace, value: value, note: text)
    }

    /// The document, by namespace, then value.
    package var json: JSONValue {
        [
            "values": .array(
                values.sorted { ($0.namespace, $0.value) < ($1.namespace, $1.value) }.map { item in
                    var members: JSONObject = ["namespace": .string(item.namespace), "value": .string(item.value)]
                    if !item.note.isEmpty { members["note"] = .string(item.note) }
                    return .object(members)
                })
        ]
    }
}
