package import StorageKit

/// An event that a feed names instead of holding it.
package struct FeedReference: Hashable, Sendable {
    /// In the service's log, see ``FeedEvent/reference``.
    package let number: Int64
    /// As it was published.
    package let subject: String
}

/// A service's own log, where its feed finds what it published by reference: kept once, told to everybody.
package protocol FeedLog: Sendable {
    /// The events by their numbers; those that are gone are left out, and the feed then tells of them no more.
    func events(_ references: [FeedReference], in transaction: any SQLTransaction) throws -> [Int64: FeedEvent]
}
