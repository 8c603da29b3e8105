import CommonModels
import SegmentDomain
import StorageKit
import Synchronization

/// The compiled active segments, reloaded when the catalogue's version in the database has moved.
final class CatalogueCache: Sendable {
    private struct Loaded {
        let version: Int64
        let catalogue: SegmentCatalogue
    }

    private let loaded = Mutex<Loaded?>(nil)

    /// The catalogue as this transaction sees it.
    func catalogue(in tx: any SQLTransaction) throws -> SegmentCatalogue {
        let version = try tx.row("SELECT version FROM segment_catalogue WHERE id = 1")?.integer("version") ?? 0
        if let known = loaded.withLock({ $0 }), known.version == version { return known.catalogue }
        let rows = try tx.rows("SELECT \(SegmentRow.columns) FROM segment WHERE status = 'active' ORDER BY id")
        let catalogue = SegmentCatalogue(try rows.map { try SegmentRow($0).segment })
        loaded.withLock { $0 = Loaded(version: version, catalogue: catalogue) }
        return catalogue
    }
}
