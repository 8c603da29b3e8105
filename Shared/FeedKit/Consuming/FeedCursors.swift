package import CommonModels
package import StorageKit

/// How far the consumers of a service are, as its database says: what every replica of it knows for certain.
package struct FeedCursors: Sendable {
    private let stores: [ServiceName: FeedCursorStore]

    /// - Parameter names: of the consumers, by the service whose feed they read.
    package init(_ names: [ServiceName: String]) { stores = names.mapValues { FeedCursorStore(consumer: $0) } }

    package func positions(in transaction: any SQLTransaction) throws -> FeedPositions {
        FeedPositions(try stores.mapValues { try $0.position(in: transaction) })
    }
}
