/// An event ready to be sent, and the rows it was made of.
package struct ImportedEvent: Sendable {
    /// What its rows have in common; empty when every row is an event.
    let key: [UInt8]
    package let firstRow: Int
    package let lastRow: Int
    package let json: [UInt8]
}
