/// How far a running import is.
package struct ImportProgress: Sendable, Equatable {
    package var rowsRead = 0
    package var eventsAcknowledged = 0
    package var rowsRejected = 0
    package var rowsLeftOut = 0
    /// Bytes of the (compressed) file used, and its size.
    package var bytesRead = 0
    package var bytesTotal = 0

    /// 0…1
    package var share: Double { bytesTotal == 0 ? 1 : min(1, Double(bytesRead) / Double(bytesTotal)) }
}
