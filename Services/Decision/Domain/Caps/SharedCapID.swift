package import CommonModels

/// Names a shared cap.
package enum SharedCapTag: IDTag { package static let prefix = "cap" }
package typealias SharedCapID = TypedID<SharedCapTag>
