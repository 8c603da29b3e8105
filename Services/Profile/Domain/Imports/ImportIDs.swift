package import CommonModels

/// Names an import that the service runs.
package enum ImportTag: IDTag { package static let prefix = "imp" }
package typealias ImportID = TypedID<ImportTag>

/// Names a file that was uploaded to be imported.
package enum ImportFileTag: IDTag { package static let prefix = "fil" }
package typealias ImportFileID = TypedID<ImportFileTag>
