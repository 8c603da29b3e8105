/// Bytes kept outside the database under the hash of their content.
package protocol BlobStore: Sendable {
    /// Durable when it returns; the same bytes are kept once.
    /// - Throws: ``StorageError/unavailable(_:)``.
    func put(_ bytes: [UInt8]) async throws -> BlobID
    /// - Returns: nil when there is no such blob.
    func get(_ id: BlobID) async throws -> [UInt8]?
    func delete(_ id: BlobID) async throws
}
