package import FeedKit
package import StorageKit

/// Makes the ledger of a transaction.
package struct LedgerMaker: Sendable {
    private let feed: Feed
    private let catalogue: JourneyCatalogue

    package init(feed: Feed, catalogue: JourneyCatalogue) {
        self.feed = feed
        self.catalogue = catalogue
    }

    package func make(in tx: any SQLTransaction) throws -> StepLedger {
        StepLedger(feed: feed, keys: try catalogue.keys(in: tx))
    }
}
