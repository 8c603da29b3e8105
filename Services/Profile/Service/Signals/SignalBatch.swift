import CommonModels
import FeedKit
import ProfileDomain
import StorageKit

/// One transaction of signals: which are new, whether their subjects are known, and what the feed says of them.
struct SignalBatch {
    static let columns = [
        "signal_id", "message_id", "subject_type", "subject_id", "name", "properties", "time", "received_at", "source",
    ]

    /// What tells signals apart: a source's own id.
    private struct Message: Hashable {
        let source: String
        let id: String
    }

    private let transaction: any SQLTransaction
    private var types: SignalTypeStore.Known
    private var seen: Set<Message>
    private var signals: [ExternalSignal] = []

    /// Applies submissions in order and publishes what was new.
    /// - Returns: one outcome per submission.
    static func apply(
        _ submissions: [SignalSubmission], in transaction: any SQLTransaction, feed: Feed, types: SignalTypeStore
    ) throws -> [SignalOutcome] {
        // One writer at a time, also across replicas: of two that bring the same signal one finds it known.
        try transaction.serialize(on: "profile-signals")
        let messages = submissions.lazy.flatMap(\.items).compactMap(\.signal.messageId)
        let known = try transaction.rows("SELECT source, message_id FROM signal WHERE message_id IN", in: messages).map {
            Message(source: try $0.text("source"), id: try $0.text("message_id"))
        }
        var batch = SignalBatch(transaction: transaction, types: try types.known(in: transaction), seen: Set(known))
        let outcomes = try submissions.map { try batch.take($0) }
        try batch.save()
        try feed.publish(batch.signals.map(feedEvent), in: transaction)
        return outcomes
    }

    private mutating func take(_ submission: SignalSubmission) throws -> SignalOutcome {
        var outcome = SignalOutcome(refused: submission.refused)
        for item in submission.items {
            let messageId = item.signal.messageId ?? item.id.rawValue
            let message = Message(source: submission.source, id: messageId)
            if seen.contains(message) {
                outcome.duplicates += 1
                continue
            }
            do {
                // A public sender declares nothing, be the installation open or not.
                let subject = item.signal.subject
                let type = try types.type(subject.type, declaring: !submission.isPublic, at: submission.receivedAt, in: transaction)
                try type.check(subject, from: submission.source, isPublic: submission.isPublic)
            } catch let refusal as SignalRefusal {
                outcome.refused.append(.init(index: item.index, reason: refusal))
                continue
            }
            seen.insert(message)
            outcome.accepted += 1
            signals.append(
                ExternalSignal(
                    id: item.id, messageId: messageId, subject: item.signal.subject, name: item.signal.name,
                    properties: item.signal.properties, time: item.signal.time, receivedAt: submission.receivedAt, source: submission.source
                ))
        }
        outcome.refused.sort { $0.index < $1.index }
        return outcome
    }

    private func save() throws {
        try transaction.insert(into: "signal", columns: Self.columns, rows: signals.map(Self.row), onConflict: .fail)
        try transaction.executeMany(
            """
            INSERT INTO signal_subject (subject_type, subject_id, first_seen, last_seen, signals) VALUES ($1, $2, $3, $3, 1)
            ON CONFLICT (subject_type, subject_id) DO UPDATE SET signals = signal_subject.signals + 1,
                first_seen = \(transaction.engine.least("signal_subject.first_seen", "excluded.first_seen")),
                last_seen = \(transaction.engine.greatest("signal_subject.last_seen", "excluded.last_seen"))
            """, signals.map { [.text($0.subject.type), .text($0.subject.id), $0.time.sqlValue] })
        // The latest by its own time counts, in whatever order signals arrive; of equal times the one that came last.
        try transaction.executeMany(
            """
            INSERT INTO signal_state (subject_type, subject_id, name, signal_id, properties, time, source) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (subject_type, subject_id, name) DO UPDATE SET signal_id = excluded.signal_id, properties = excluded.properties,
                time = excluded.time, source = excluded.source WHERE excluded.time >= signal_state.time
            """,
            signals.map { signal in
                [
                    .text(signal.subject.type), .text(signal.subject.id), .text(signal.name), signal.id.sqlValue,
                    JSONValue.object(signal.properties).sqlValue, signal.time.sqlValue, .text(signal.source),
                ]
            })
    }

    private static func row(_ signal: ExternalSignal) -> [SQLValue] {
        [
            signal.id.sqlValue, .text(signal.messageId), .text(signal.subject.type), .text(signal.subject.id), .text(signal.name),
            JSONValue.object(signal.properties).sqlValue, signal.time.sqlValue, signal.receivedAt.sqlValue, .text(signal.source),
        ]
    }

    /// Signals of one subject keep their order; they are of no profile.
    private static func feedEvent(_ signal: ExternalSignal) -> FeedEvent {
        let subject = signal.subject.type + "/" + signal.subject.id
        return FeedEvent(
            type: FeedEventType.profileSignal, subject: subject, partitionKey: subject, time: signal.time, data: signal.json.serialized)
    }
}
