/// Why an edit of the catalogue was refused; nothing was saved.
package enum CatalogueError: Error, Hashable {
    case notFound(kind: String)
    case keyTaken(kind: String, key: String)
    case changedMeanwhile(version: Int64)
    /// The placement already runs this experiment.
    case placementHasExperiment(key: String)
    /// A placement names a fallback that does not exist.
    case unknownFallback
}
