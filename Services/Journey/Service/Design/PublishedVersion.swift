package import CommonModels

/// A line of a journey's history of publishing.
package struct PublishedVersion: Hashable, Sendable, Encodable {
    package let version: Int
    package let publishedAt: Instant
    package let publishedBy: String
}
