import CommonModels
import FeedKit
import StorageKit

/// Makes a decision wait until this service has read of its neighbours' feeds what the caller has seen of them: a journey
/// entered by a segment is not answered by somebody who has not heard of that segment yet.
struct FeedHorizon: Sendable {
    /// The names of the consumers and of their cursors.
    static let profileConsumer = "decision-profile"
    static let segmentConsumer = "decision-segment"

    let database: any Database
    let cursors = FeedCursors([.profile: Self.profileConsumer, .segment: Self.segmentConsumer])
    /// How long a caller is let wait; then it is told to come back.
    var patience = Duration.seconds(2)

    /// Returns as soon as the database holds all of `seen`. Feeds this service does not read are none of its business.
    ///
    /// - Throws: ``DecisionError/behind``, ``StorageError``
    func reach(_ seen: FeedPositions) async throws {
        guard try await cursors.reach(seen, in: database, within: patience) else { throw DecisionError.behind }
    }
}
