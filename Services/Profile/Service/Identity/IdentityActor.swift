import CommonModels
import ServiceKit

/// Who edits identities, for the audit log.
struct IdentityActor: Hashable, Sendable {
    /// A key's or a person's id.
    let id: String
    /// The peer's address.
    let origin: String
    /// The file a change comes from; see ``ServiceContext/document``.
    let document: String?

    init(id: String, origin: String, document: String? = nil) {
        self.id = id
        self.origin = origin
        self.document = document
    }

    init(_ context: ServiceContext) {
        self.init(id: context.principal?.id ?? "anonymous", origin: context.peer, document: context.document)
    }

    /// What the audit log is told of a change, with the file it comes from.
    func detail(_ detail: JSONValue) -> JSONValue { AuditLog.detail(detail, from: document) }
}
