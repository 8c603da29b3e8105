/// What happens to one object.
package struct ConfigChange: Sendable {
    package enum Action: Hashable, Sendable {
        case create
        case change([ConfigDifference])
        case delete
        case unchanged
        /// It has no file, and stays: its service has no way to take it away.
        case stays
    }

    package let kind: ConfigKind
    package let name: String
    package let action: Action
    /// As files have it; nil when it has no file.
    package let object: ConfigObject?
    /// As the service has it; nil when it does not.
    package let state: ConfigState?
    package let file: ConfigFile?
    /// What the audit log says of where the change comes from.
    package let document: String

    package var title: String { name.isEmpty ? kind.name : "\(kind.name) \(name)" }

    /// Whether a service is asked for something.
    package var isEffective: Bool {
        switch action {
        case .create, .change, .delete: true
        case .unchanged, .stays: false
        }
    }
}
