import ServiceKit

/// Who edits identities, for the audit log.
struct IdentityActor: Hashable, Sendable {
    /// A key's or a person's id.
    let id: String
    /// The peer's address.
    let origin: String

    init(id: String, origin: String) {
        self.id = id
        self.origin = origin
    }

    init(_ context: ServiceContext) { self.init(id: context.principal?.id ?? "anonymous", origin: context.peer) }
}
