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
    private let policies = PolicyShelf()

    package init(profiles: ProfileClient, database: any Database) {
        self.profiles = profiles
        self.database = database
    }

    /// Labels, and who reads them.
    package var book: PolicyBook { get async throws { try await policies.book(of: database) } }

    /// What somebody sees of people.
    package func mask(for principal: Principal?) async throws -> FieldMask { FieldMask(try await book, for: principal) }

    /// - Parameter name: a profile id, an e-mail address or a user id.
    /// - Returns: nil when there is no such person.
    package func data(_ name: String, _ mask: FieldMask) async throws -> JSONValue? {
        if let id = ProfileID(name) { return try await profiles.profile(id).map { mask.profile($0).templateData } }
        let namespace = name.contains("@") ? "email" : "userId"
        do {
            return try await profiles.resolve(namespace: namespace, value: name).map { mask.profile($0).templateData }
        } catch ServiceCallError.refused(_, status: 400, _) {
            return nil  // no identity has this form
        }
    }
}
