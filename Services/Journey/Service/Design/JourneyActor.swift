package import ServiceKit

/// Who changes a journey, as the audit log names them.
package struct JourneyActor: Hashable, Sendable {
    package let id: String
    /// The address they came from.
    package let origin: String

    package init(id: String, origin: String = "") {
        self.id = id
        self.origin = origin
    }

    package init(_ context: ServiceContext) {
        self.init(id: context.principal?.id ?? "anonymous", origin: context.peer)
    }
}
