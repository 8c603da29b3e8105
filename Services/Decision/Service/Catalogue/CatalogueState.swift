import CommonModels
import DecisionDomain
import StorageKit
import SubjectKit

/// The version all replicas compare their compiled catalogue with.
enum CatalogueState {
    static func bump(in tx: any SQLTransaction) throws {
        try tx.execute("UPDATE catalogue_state SET version = version + 1 WHERE one = 1")
    }

    static func version(in tx: any SQLTransaction) throws -> Int64 {
        try tx.row("SELECT version FROM catalogue_state WHERE one = 1")?.integer("version") ?? 0
    }

    /// Everything deciding needs, from one snapshot of the database.
    static func load(in tx: any SQLTransaction) throws -> OfferCatalogue {
        OfferCatalogue(
            version: try version(in: tx),
            offers: try CatalogueStore<Offer>.all(in: tx).map(\.document),
            placements: try CatalogueStore<Placement>.all(in: tx).map(\.document),
            sharedCaps: try CatalogueStore<SharedCap>.all(in: tx).map(\.document),
            experiments: try CatalogueStore<Experiment>.all(in: tx).map(\.document), policies: try PolicyShelf().book(in: tx))
    }
}
