/// How large a schema may be, and how much work one value may take.
package enum SchemaLimits {
    package static let bytesMax = 65_536  // of the document
    package static let depthMax = 20  // schemas in one another
    package static let nodesMax = 1_000  // schemas of one document
    package static let membersMax = 500  // of `properties`, `required`, `enum`, `$defs`
    package static let choicesMax = 50  // of `anyOf`, `oneOf`, `allOf`
    package static let faultsMax = 20  // told of one value
    /// Steps of one value: schemas looked at, and of patterns every instruction come to and part of a class asked. Past it the
    /// value does not fit.
    package static let stepsMax = 500_000
    /// How deep a schema that refers to itself may go: each level of a value may take several schemas.
    package static let recursionMax = 200
}
