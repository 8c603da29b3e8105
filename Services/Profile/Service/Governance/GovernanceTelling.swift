import CommonModels
import FeedKit
import ProfileDomain
import StorageKit
import SubjectKit

/// Tells every service what governs data: which labels and policies hold, those that people stated and the labels computed traits
/// have from what they are computed from, Profile's own shelf first; and how long events are kept.
struct GovernanceTelling: Sendable {
    /// The feed forgets, whoever joins later must still hear what holds, and whoever could not read all of it before an upgrade must
    /// hear it again.
    private static let tellAgainAfter = Duration.days(1)

    private let feed: Feed
    private let clock: WallClock
    private let startedAt: Instant

    init(feed: Feed, clock: WallClock) {
        self.feed = feed
        self.clock = clock
        startedAt = clock.now()
    }

    /// Call it in the transaction that changes a book or a computed trait. Nothing is told when nothing became different.
    func tellPolicyChanges(in tx: any SQLTransaction) throws {
        try tx.serialize(on: "profile-governance")
        let stated = try GovernanceStore.statedBook(in: tx)?.document ?? .standard
        let told = try PolicyShelf.told(in: tx)
        let book = stated.inheriting(try ComputedTraitStore.stored(in: tx).map { ($0.trait.field, $0.sources) })
        guard book != told?.book ?? .standard else { return }
        try tell(book, after: told?.version, in: tx)
    }

    /// Says again what holds, once a day and after a start.
    func tellAgain(in tx: any SQLTransaction) throws {
        if let told = try PolicyShelf.told(in: tx), try isDue(FeedEventType.governanceBook, in: tx) {
            try tell(told.book, after: told.version, in: tx)
        }
        if let rules = try GovernanceStore.statedRetention(in: tx), try isDue(FeedEventType.eventRetention, in: tx) {
            try tell(rules.document.events, version: rules.version, in: tx)
        }
    }

    func tell(_ retention: EventRetention, version: Int64, in tx: any SQLTransaction) throws {
        try publish(FeedEventType.eventRetention, version, ["events": retention.json], in: tx)
    }

    /// Under a version of its own each time: whoever reads more of it than before takes it anew.
    private func tell(_ book: PolicyBook, after version: Int64?, in tx: any SQLTransaction) throws {
        let version = (version ?? 0) + 1
        try PolicyShelf.store(version, book, in: tx)
        try publish(FeedEventType.governanceBook, version, book.json.objectValue ?? [:], in: tx)
    }

    private func publish(_ type: String, _ version: Int64, _ document: JSONObject, in tx: any SQLTransaction) throws {
        let data: JSONObject = ["version": .integer(version)]
        let event = FeedEvent(
            type: type, subject: nil, partitionKey: "governance", time: clock.now(),
            data: JSONValue.object(data.merging(document) { $1 }).serialized, topic: .governance)
        try feed.publish([event], in: tx)
    }

    /// Whether the feed tells of it no more, or nobody said it since this process started or for a day.
    private func isDue(_ type: String, in tx: any SQLTransaction) throws -> Bool {
        let last = try tx.row(
            "SELECT max(published_at) AS at FROM maru_feed WHERE topic = $1 AND event LIKE $2",
            [FeedTopic.governance.rawValue, "\"type\":\"\(type)\"%"])
        guard let at = try last?.instantOrNull("at") else { return true }
        return at < max(startedAt, clock.now() - Self.tellAgainAfter)
    }
}
