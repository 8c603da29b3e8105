package import CommonModels

/// How fast an import goes, from where its present stretch of work began.
package struct ImportPace: Hashable, Sendable {
    /// Rows of a second.
    package let rowsPerSecond: Double
    /// What is left at this speed, by bytes of the file; nil while too little is known.
    package let remaining: Duration?

    /// - Parameters:
    ///   - rows: read in this stretch.
    ///   - bytes: of the file used in this stretch.
    ///   - left: bytes of the file that are not read yet.
    /// - Returns: nil before a tenth of a second has passed.
    package init?(rows: Int64, bytes: Int64, left: Int64, from start: Instant, to now: Instant) {
        let seconds = Double((now - start).microseconds) / 1e6
        guard seconds >= 0.1 else { return nil }
        rowsPerSecond = Double(rows) / seconds
        let bytesPerSecond = Double(bytes) / seconds
        remaining = bytesPerSecond > 0 ? .seconds(Int64((Double(max(0, left)) / bytesPerSecond).rounded(.up))) : nil
    }
}
