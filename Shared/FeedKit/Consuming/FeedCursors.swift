package import CommonModels
package import StorageKit

/// How far the consumers of a service are, as its database says: what every replica of it knows for certain.
package struct FeedCursors: Sendable {
    /// Longest time between two looks.
    private static let pauseMax = Duration.milliseconds(50)

    private let stores: [ServiceName: FeedCursorStore]

    /// - Parameter names: of the consumers, by the service whose feed they read.
    package init(_ names: [ServiceName: String]) { stores = names.mapValues { FeedCursorStore(consumer: $0) } }

    package func positions(in transaction: any SQLTransaction) throws -> FeedPositions {
        FeedPositions(try stores.mapValues { try $0.position(in: transaction) })
    }

    /// Waits until the database holds all of `seen`; feeds that are not read here say nothing.
    /// - Returns: false when it does not after `limit`.
    package func reach(_ seen: FeedPositions, in database: any Database, within limit: Duration) async throws -> Bool {
        let end = ContinuousClock.now + limit
        var pause = Duration.milliseconds(1)
        while try await !database.read({ try positions(in: $0) }).covers(seen) {
            guard ContinuousClock.now < end else { return false }
            try await Task.sleep(for: pause)
            pause = min(pause * 2, Self.pauseMax)
        }
        return true
    }
}
