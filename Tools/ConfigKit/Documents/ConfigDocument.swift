import CommonModels

/// An object and its file: one YAML document whose comment names the kind.
package enum ConfigDocument {
    private static let members: Set = ["kind", "name", "spec"]

    /// The text of a file.
    package static func text(_ object: ConfigObject, _ kind: ConfigKind) throws -> String {
        var members: JSONObject = ["kind": .string(object.kind)]
        if !object.name.isEmpty { members["name"] = .string(object.name) }
        members["spec"] = kind.shape.ordered(object.spec)
        return "# Maru \(kind.name): \(kind.about)\n" + (try JSONValue.object(members).yaml)
    }

    /// The object of a file, of the form its kind gives it.
    /// - Throws: ``ConfigFaults`` with everything wrong that the document shows by itself.
    package static func object(_ text: String, _ kinds: ConfigKinds) throws(ConfigFaults) -> (object: ConfigObject, kind: ConfigKind) {
        let json = try JSONValue(yaml: text)
        guard let members = json.objectValue else { throw ConfigFaults("", "must have kind and spec") }
        var faults = members.keys.filter { !Self.members.contains($0) }.map {
            ConfigFault("/\($0)", "is not known here; known are kind, name, spec")
        }
        guard let word = members["kind"]?.stringValue else { throw ConfigFaults("/kind", "is missing") }
        guard let kind = kinds[word] else {
            throw ConfigFaults("/kind", "“\(word)” is no kind; kinds are \(kinds.all.map(\.name).joined(separator: ", "))")
        }
        let name = members["name"]?.stringValue ?? ""
        if kind.folder == nil, members["name"] != nil { faults.append(ConfigFault("/name", "there is one \(kind.name), without a name")) }
        if kind.folder != nil, !(1...ConfigObject.nameLengthMax).contains(name.count) {
            faults.append(ConfigFault("/name", "must be a text of 1 to \(ConfigObject.nameLengthMax) characters"))
        }
        guard let spec = members["spec"], spec.objectValue != nil else { throw ConfigFaults(faults + [ConfigFault("/spec", "is missing")]) }
        faults += kind.shape.unknown(in: spec, at: "/spec")
        guard faults.isEmpty else { throw ConfigFaults(faults) }
        do throws(ConfigFaults) {
            let canonical = kind.shape.ordered(try kind.canonical(spec, name))
            return (ConfigObject(kind: word, name: name, spec: canonical, stated: spec), kind)
        } catch {
            throw ConfigFaults(error.faults.map { $0.below("/spec") })
        }
    }
}
