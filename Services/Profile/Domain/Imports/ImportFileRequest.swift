package import CommonModels

/// A file that somebody is about to upload: `{name, bytes}`.
package struct ImportFileRequest: Hashable, Sendable {
    /// As it is called where it comes from; its ending tells how its rows are written.
    package let name: String
    package let bytes: Int64

    private static let members: Set = ["name", "bytes"]

    /// - Throws: everything wrong with it, each with a JSON pointer.
    package init(json: JSONValue, bytesMax: Int64) throws(DocumentFaults) {
        guard let members = json.objectValue else { throw DocumentFaults([.init("", "must be an object")]) }
        var faults: [DocumentFaults.Fault] = []
        for name in members.keys where !Self.members.contains(name) { faults.append(.init("/" + name, "is not known here")) }
        let (name, bytes) = (members["name"]?.stringValue ?? "", members["bytes"]?.intValue ?? 0)
        if !(1...ImportLimits.fileNameLengthMax).contains(name.count) || name.unicodeScalars.contains(where: { $0.value < 32 }) {
            faults.append(.init("/name", "must have 1 to \(ImportLimits.fileNameLengthMax) characters"))
        }
        if !(1...bytesMax).contains(bytes) { faults.append(.init("/bytes", "must be the file's size, 1 to \(bytesMax)")) }
        guard faults.isEmpty else { throw DocumentFaults(faults) }
        self.name = name
        self.bytes = bytes
    }

    package init(name: String, bytes: Int64) {
        self.name = name
        self.bytes = bytes
    }
}
