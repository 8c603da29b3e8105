/// Whether decisions may use a document.
package enum CatalogueStatus: String, CaseIterable, Sendable {
    /// Being written; no decision sees it.
    case draft
    /// In use.
    case live
    /// Held back for now; its counts and results stay.
    case paused
}
