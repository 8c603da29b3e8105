package import CommonModels

/// One thing as a file says it: `kind`, `name` where there are many of the kind, and `spec`.
package struct ConfigObject: Hashable, Sendable {
    package static let nameLengthMax = 270  // characters: a kind of the tracking plan and a name of 255

    package let kind: String
    /// Empty when there is one of the kind.
    package let name: String
    /// In the form in which what says the same is equal.
    package let spec: JSONValue
    /// As the file has it: faults point into it.
    package let stated: JSONValue

    package init(kind: String, name: String, spec: JSONValue, stated: JSONValue? = nil) {
        self.kind = kind
        self.name = name
        self.spec = spec
        self.stated = stated ?? spec
    }

    package var title: String { name.isEmpty ? kind : "\(kind) \(name)" }
}
