/// Bytes of a file, in order, decompressed.
package protocol ByteSource: AnyObject {
    /// Appends the next bytes.
    /// - Returns: false at the end, when nothing was appended.
    func read(into buffer: inout [UInt8]) throws -> Bool
    /// Bytes of the file itself that were used so far, for progress.
    var consumedBytes: Int { get }
}
