package import CommonModels
package import ProfileDomain
import StorageKit

/// The catalogue in force and since when.
package struct StoredConsentCatalogue: Sendable {
    /// 0 for the one an installation begins with.
    package let version: Int
    package let since: Instant
    package let catalogue: ConsentCatalogue

    package var policy: ConsentPolicy { catalogue.policy(version: version, since: since) }
}

/// Keeps every version of the catalogue.
enum ConsentCatalogueStore {
    static func current(in transaction: any SQLTransaction) throws -> StoredConsentCatalogue {
        try stored(transaction.row("SELECT version, catalogue, at FROM consent_catalogue ORDER BY version DESC LIMIT 1"))
    }

    /// The one that was in force at `instant`.
    static func inForce(at instant: Instant, in transaction: any SQLTransaction) throws -> StoredConsentCatalogue {
        try stored(
            transaction.row("SELECT version, catalogue, at FROM consent_catalogue WHERE at <= $1 ORDER BY version DESC LIMIT 1", [instant]))
    }

    static func append(
        _ catalogue: ConsentCatalogue, version: Int, by editor: String, at now: Instant, in transaction: any SQLTransaction
    ) throws {
        try transaction.execute(
            "INSERT INTO consent_catalogue (version, catalogue, at, edited_by) VALUES ($1, $2, $3, $4)",
            [version, catalogue.json, now, editor])
    }

    private static func stored(_ row: SQLRow?) throws -> StoredConsentCatalogue {
        guard let row else { return StoredConsentCatalogue(version: 0, since: .epoch, catalogue: .standard) }
        let version = try row.int("version")
        guard let catalogue = try? ConsentCatalogue(stored: row.json("catalogue")) else {
            throw StorageError.malformed("version \(version) of the consent catalogue")
        }
        return StoredConsentCatalogue(version: version, since: try row.instant("at"), catalogue: catalogue)
    }
}
