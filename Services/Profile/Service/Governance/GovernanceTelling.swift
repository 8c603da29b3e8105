import CommonModels
import FeedKit
import ProfileDomain
import StorageKit
import SubjectKit

/// Tells every service what governs data: which labels and policies hold, those that people stated and the labels computed traits
/// have from what they are computed from, Profile's own shelf first; and how long events are kept.
struct GovernanceTelling: Sendable {
    /// The feed forgets after 35 days; whoever joins later must still hear what holds.
    private static let tellAgainAfter = Duration.days(20)

    let feed: Feed
    let clock: WallClock

    /// Call it in the transaction that changes a book or a computed trait. Nothing is told when nothing became different.
    func tellPolicyChanges(in tx: any SQLTransaction) throws {
        try tx.serialize(on: "profile-governance")
        let stated = try GovernanceStore.statedBook(in: tx)?.document ?? .standard
        let book = stated.inheriting(try ComputedTraitStore.stored(in: tx).map { ($0.trait.field, $0.trait.sources) })
        let told = try PolicyShelf.told(in: tx)
        guard book != told?.book ?? .standard else { return }
        let version = (told?.version ?? 0) + 1
        try PolicyShelf.store(version, book, in: tx)
        try publish(version, book, in: tx)
    }

    /// Says again what holds when the feed may have forgotten it.
    func tellAgain(in tx: any SQLTransaction) throws {
        if let (version, book) = try PolicyShelf.told(in: tx), try isForgetting(FeedEventType.governanceBook, in: tx) {
            try publish(version, book, in: tx)
        }
        if let rules = try GovernanceStore.statedRetention(in: tx), try isForgetting(FeedEventType.eventRetention, in: tx) {
            try tell(rules.document.events, version: rules.version, in: tx)
        }
    }

    func tell(_ retention: EventRetention, version: Int64, in tx: any SQLTransaction) throws {
        try publish(FeedEventType.eventRetention, version, ["events": retention.json], in: tx)
    }

    private func publish(_ version: Int64, _ book: PolicyBook, in tx: any SQLTransaction) throws {
        try publish(FeedEventType.governanceBook, version, book.json.objectValue ?? [:], in: tx)
    }

    private func publish(_ type: String, _ version: Int64, _ document: JSONObject, in tx: any SQLTransaction) throws {
        let data: JSONObject = ["version": .integer(version)]
        let event = FeedEvent(
            type: type, subject: nil, partitionKey: "governance", time: clock.now(),
            data: JSONValue.object(data.merging(document) { $1 }).serialized, topic: .governance)
        try feed.publish([event], in: tx)
    }

    /// Whether the feed tells of it no more, or soon will not.
    private func isForgetting(_ type: String, in tx: any SQLTransaction) throws -> Bool {
        let last = try tx.row(
            "SELECT max(published_at) AS at FROM maru_feed WHERE topic = $1 AND event LIKE $2",
            [FeedTopic.governance.rawValue, "\"type\":\"\(type)\"%"])
        guard let at = try last?.instantOrNull("at") else { return true }
        return at <= clock.now() - Self.tellAgainAfter
    }
}
