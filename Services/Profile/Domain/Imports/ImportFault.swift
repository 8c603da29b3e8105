/// Why something cannot be done with an import, its file or its mapping.
package enum ImportFault: Error, Hashable, Sendable {
    case fileNotFound
    case importNotFound
    case mappingNotFound
    /// Of `bytes` only `received` are there.
    case fileIncomplete(received: Int64, bytes: Int64)
    /// A piece of a file begins elsewhere than the pieces before it end.
    case wrongOffset(received: Int64)
    /// More bytes than the file was said to have.
    case tooManyBytes(bytes: Int64)
    /// An import that is not over reads the file.
    case fileInUse
    case tooManyFiles(max: Int)
    /// Together with the files that are kept it would take more than all of them may.
    case tooManyBytesInAll(kept: Int64, max: Int64)
    case tooManyMappings(max: Int)
    case tooManyImports(max: Int)
    case notAllowedNow(ImportPhase, ImportOrder)
    /// CSV, and no mapping to read it by.
    case mappingMissing
}
