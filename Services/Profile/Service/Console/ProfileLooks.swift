import CommonModels
import ServiceKit
import StorageKit

/// Writes down who looked at whom: every look at a profile's page is in the audit log.
struct ProfileLooks: Sendable {
    let database: any Database
    let audit: AuditLog

    func record(_ id: ProfileID, by context: ServiceContext) async throws {
        try await database.write { transaction in
            try audit.record(context, action: "profile.viewed", object: id.rawValue, in: transaction)
        }
    }
}
