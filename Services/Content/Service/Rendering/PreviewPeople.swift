package import CommonModels
package import ConsoleKit
package import ServiceClients
package import ServiceKit
package import StorageKit
import SubjectKit

/// People a draft is tried on: as much of them as who tries it may read.
package struct PreviewPeople: Sendable {
    private let profiles: ProfileClient
    private let database: any Database
    private let audit: AuditLog
    private let policies = PolicyShelf()

    package init(profiles: ProfileClient, database: any Database, audit: AuditLog) {
        self.profiles = profiles
        self.database = database
        self.audit = audit
    }

    /// Labels, and who reads them.
    package var book: PolicyBook { get async throws { try await policies.book(of: database) } }

    /// What somebody sees of people.
    package func mask(for principal: Principal?) async throws -> FieldMask { FieldMask(try await book, for: principal) }

    /// Whoever reads profiles may, and people who write words, who see what their roles read of the person.
    package static func mayChoose(_ principal: Principal?) -> Bool {
        guard let principal else { return false }
        return principal.may(.profileRead) || (principal.kind == .person && principal.may(.contentWrite))
    }

    /// The look is in the audit log, as one at a customer's page is.
    ///
    /// - Parameter name: a profile id, an e-mail address or a user id.
    /// - Returns: nil when there is no such person.
    /// - Throws: ``Problem/forbidden(_:)`` for who may not choose people.
    package func data(_ name: String, _ mask: FieldMask, for context: ServiceContext) async throws -> JSONValue? {
        if !Self.mayChoose(context.principal) { try context.requirePrincipal().require(.profileRead) }
        guard let profile = try await profile(name) else { return nil }
        try await database.write { [audit] tx in
            try audit.record(context, action: "profile.viewed", object: profile.id.rawValue, detail: ["by": "preview"], in: tx)
        }
        return mask.profile(profile).templateData
    }

    private func profile(_ name: String) async throws -> ProfileView? {
        if let id = ProfileID(name) { return try await profiles.profile(id) }
        do {
            return try await profiles.resolve(namespace: name.contains("@") ? "email" : "userId", value: name)
        } catch ServiceCallError.refused(_, status: 400, _) {
            return nil  // no identity has this form
        }
    }
}
