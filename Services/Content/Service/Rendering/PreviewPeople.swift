package import CommonModels
package import ServiceClients

/// People a draft is tried on.
package struct PreviewPeople: Sendable {
    private let profiles: ProfileClient

    package init(profiles: ProfileClient) { self.profiles = profiles }

    /// - Parameter name: a profile id, an e-mail address or a user id.
    /// - Returns: nil when there is no such person.
    package func data(_ name: String) async throws -> JSONValue? {
        if let id = ProfileID(name) { return try await profiles.profile(id)?.templateData }
        let namespace = name.contains("@") ? "email" : "userId"
        do {
            return try await profiles.resolve(namespace: namespace, value: name)?.templateData
        } catch ServiceCallError.refused(_, status: 400, _) {
            return nil  // no identity has this form
        }
    }
}
