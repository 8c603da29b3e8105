import CommonModels
import DecisionDomain
import StorageKit

/// What a document must hold against the rest of the catalogue. Runs inside the saving transaction, after the row is written.
enum CatalogueChecks {
    /// - Throws: ``CatalogueError``
    static func check(_ document: some CatalogueDocument, in tx: any SQLTransaction) throws {
        if let experiment = document as? Experiment, experiment.status == .running { try checkAlone(experiment, in: tx) }
        if let placement = document as? Placement, let fallback = placement.fallback {
            let found = try tx.row("SELECT id FROM catalogue_document WHERE kind = $1 AND id = $2", [Offer.kind, fallback])
            if found == nil { throw CatalogueError.unknownFallback }
        }
    }

    /// One running experiment a placement: overlapping tests would blur each other.
    private static func checkAlone(_ experiment: Experiment, in tx: any SQLTransaction) throws {
        let running = try tx.rows(
            "SELECT id, document FROM catalogue_document WHERE kind = $1 AND status = $2 AND id <> $3",
            [Experiment.kind, ExperimentStatus.running.rawValue, experiment.id])
        for row in running where try row.json("document")["placement"]?.stringValue == experiment.placement {
            throw CatalogueError.placementHasExperiment(key: try row.json("document")["key"]?.stringValue ?? "")
        }
    }
}
