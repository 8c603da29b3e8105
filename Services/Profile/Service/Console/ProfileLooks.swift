import CommonModels
import ServiceKit
import StorageKit

/// Writes down who looked at whom: every look at a profile's page, and a person's through the API, is in the
/// audit log.
struct ProfileLooks: Sendable {
    let database: any Database
    let audit: AuditLog

    func record(_ id: ProfileID, by context: ServiceContext, throughAPI: Bool = false) async throws {
        if throughAPI, try context.requirePrincipal().kind != .person { return }
        let detail: JSONValue = throughAPI ? ["by": "api"] : [:]
        try await database.write { transaction in
            try audit.record(context, action: "profile.viewed", object: id.rawValue, detail: detail, in: transaction)
        }
    }
}
