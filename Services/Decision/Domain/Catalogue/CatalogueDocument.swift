package import CommonModels

/// A document of the decision catalogue (offer, placement, shared cap, experiment): one store and one set of routes serve them all.
package protocol CatalogueDocument: Sendable, Identifiable where ID == TypedID<Tag> {
    associatedtype Tag: IDTag
    /// What the document is called in paths, storage and the audit log, singular.
    static var kind: String { get }
    var id: TypedID<Tag> { get }
    var key: String { get }
    /// What lists filter by.
    var statusName: String { get }
    /// The document as its API shows it, without id and version.
    var json: JSONValue { get }
    /// - Throws: ``DocumentProblems`` with the pointer of every mistake.
    init(id: TypedID<Tag>, json: JSONValue) throws(DocumentProblems)
}
