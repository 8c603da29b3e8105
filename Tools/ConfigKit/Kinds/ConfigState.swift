package import CommonModels

/// An object as a service has it.
package struct ConfigState: Hashable, Sendable {
    package let name: String
    /// In the form files have it.
    package let spec: JSONValue
    /// What `If-Match` names.
    package let version: Int64
    /// The service's own name of it, where that is another one.
    package let id: String
    /// Whether there is something to take away; what is built in stays.
    package let isRemovable: Bool

    package init(name: String, spec: JSONValue, version: Int64, id: String = "", isRemovable: Bool = true) {
        self.name = name
        self.spec = spec
        self.version = version
        self.id = id
        self.isRemovable = isRemovable
    }

    package var ifMatch: String { "\"\(version)\"" }
}
