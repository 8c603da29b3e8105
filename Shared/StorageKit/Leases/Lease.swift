package import CommonModels

/// The right to do something alone until ``expiresAt``, unless renewed.
package struct Lease: Hashable, Sendable {
    package let name: String
    package let holder: String
    package let expiresAt: Instant
}
