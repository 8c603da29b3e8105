package import CommonModels

/// The words of an item at one number.
package struct ContentVersion: Hashable, Sendable {
    package let itemID: ItemID
    package let number: Int
    package let variants: ContentVariants
    package let createdAt: Instant
    package let updatedAt: Instant
    /// Id of the person or key that wrote it last.
    package let writtenBy: String
    package let publishedAt: Instant?
    package let publishedBy: String?

    package init(
        itemID: ItemID, number: Int, variants: ContentVariants, createdAt: Instant, updatedAt: Instant, writtenBy: String, publishedAt: Instant? = nil,
        publishedBy: String? = nil
    ) {
        self.itemID = itemID
        self.number = number
        self.variants = variants
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.writtenBy = writtenBy
        self.publishedAt = publishedAt
        self.publishedBy = publishedBy
    }
}
