import CommonModels
import FeedKit
package import JourneyDomain
import Logging
import StorageKit

/// Sends what is due on one channel after another, each by a loop of its own, so that a silent receiver holds up nobody but those it is
/// the receiver of: claims a batch, then prepares and delivers each message on its own, a few at a time. When one record
/// of a batch cannot be taken, each gets a savepoint of its own, and only the bad one is left behind (``SendFaults``).
package struct MessageDispatcher: Sendable {
    package static let batchMax = 64
    let database: any Database
    let clock: WallClock
    let claims: SendClaims
    let ledgers: LedgerMaker
    let faults: SendFaults
    let composer: MessageComposer
    let mailer: (any Mailer)?
    let webhooks: any WebhookSender
    let signals: JourneySignals
    let jitter: @Sendable () -> Double
    let logger: Logger
    /// Messages of one channel under way at the same time.
    let concurrency: Int

    package func round(_ channel: MessageChannel) async throws -> WorkRound {
        let (taken, deliveries) = try await claim(channel)
        await carryOut(deliveries)
        let next = try await database.read { tx in try SendStore().nextDue(channel, in: tx) }
        return WorkRound(hasMore: taken == Self.batchMax, nextDue: next)
    }

    /// One round of each channel.
    /// - Returns: whether anything was due.
    func settleRound() async throws -> Bool {
        var worked = false
        for channel in MessageChannel.allCases {
            let (taken, deliveries) = try await claim(channel)
            await carryOut(deliveries)
            worked = worked || taken > 0
        }
        return worked
    }

    private func claim(_ channel: MessageChannel) async throws -> (taken: Int, deliveries: [Delivery]) {
        let now = clock.now()
        do {
            return try await claimTogether(channel, at: now)
        } catch  where StorageError.isFaultOfWork(error) {
            return try await claimOneByOne(channel, at: now)
        }
    }

    private func claimOneByOne(_ channel: MessageChannel, at now: Instant) async throws -> (taken: Int, deliveries: [Delivery]) {
        try await database.write { tx in
            let ids = try SendStore().dueIDs(channel, at: now, limit: Self.batchMax, in: tx)
            let deliveries = try ids.compactMap { id -> Delivery? in
                do {
                    return try tx.savepoint {
                        guard let record = try SendStore().find(id, in: tx) else { return nil }
                        var ledger = try ledgers.make(in: tx)
                        let delivery = try claims.take(record, now: now, ledger: &ledger, in: tx)
                        try ledger.flush(in: tx)
                        return delivery
                    }
                } catch  where StorageError.isFaultOfWork(error) {
                    try faults.postpone(id, after: error, now: now, in: tx)
                    return nil
                }
            }
            signals.raiseAll(afterCommitOf: tx)
            return (ids.count, deliveries)
        }
    }

    private func claimTogether(_ channel: MessageChannel, at now: Instant) async throws -> (taken: Int, deliveries: [Delivery]) {
        try await database.write { tx in
            var ledger = try ledgers.make(in: tx)
            let claimed = try claims.claim(channel, now: now, limit: Self.batchMax, ledger: &ledger, in: tx)
            try ledger.flush(in: tx)
            if claimed.taken > 0 { signals.raiseAll(afterCommitOf: tx) }
            return claimed
        }
    }

    private func carryOut(_ deliveries: [Delivery]) async {
        await withTaskGroup(of: Void.self) { group in
            for (index, delivery) in deliveries.enumerated() {
                if index >= concurrency { await group.next() }
                group.addTask { await carryOut(delivery) }
            }
        }
    }

    /// Whatever goes wrong here, the record's lease ends and the record is found again.
    private func carryOut(_ delivery: Delivery) async {
        do {
            try await send(delivery)
        } catch {
            logger.error(
                "A delivery could not be recorded",
                metadata: ["run": .string(delivery.run.id.rawValue), "error": .string(String(reflecting: type(of: error)))])
        }
    }

    private func send(_ delivery: Delivery) async throws {
        let rendering = await composer.render(delivery)
        guard case .rendered(let rendered) = rendering else {
            return try await commit { now, ledger, tx in
                try claims.conclude(delivery, rendering, jitter: jitter(), now: now, ledger: &ledger, in: tx)
            }
        }
        if delivery.message.channel == .inApp { return try await putInInbox(delivery, rendered) }
        let begun: Delivery? = try await commit { now, ledger, tx in
            try claims.begin(delivery, rendered, now: now, ledger: &ledger, in: tx)
        }
        guard let begun else { return }
        let result = await transmit(begun, rendered)
        try await commit { now, ledger, tx in
            try claims.conclude(begun, result, jitter: jitter(), now: now, ledger: &ledger, in: tx)
        }
    }

    private func transmit(_ delivery: Delivery, _ rendered: Rendered) async -> DeliveryResult {
        switch delivery.message.channel {
        case .email:
            guard let mailer, let message = composer.mail(delivery, rendered, at: clock.now()) else {
                return .refused(.channelNotConfigured, detail: "")
            }
            return await mailer.deliver(message)
        case .webhook:
            guard let url = delivery.message.url else { return .refused(.addressMissing, detail: "") }
            return await webhooks.post(composer.webhookBody(delivery, rendered), to: url, id: delivery.record.id.rawValue, at: clock.now())
        case .inApp:
            return .refused(.channelNotConfigured, detail: "")
        }
    }

    /// Writing the note and settling the record are one transaction: exactly once.
    private func putInInbox(_ delivery: Delivery, _ rendered: Rendered) async throws {
        try await commit { now, ledger, tx in
            guard let begun = try claims.begin(delivery, rendered, now: now, ledger: &ledger, in: tx) else { return }
            try InboxStore().insert(
                InboxNote(
                    id: begun.record.id, profileID: begun.record.profileID, runID: begun.run.id, nodeID: begun.record.nodeID,
                    journeyID: begun.record.journeyID, title: rendered.subject, body: rendered.text, html: rendered.html, createdAt: now,
                    readAt: nil), in: tx)
            try claims.conclude(begun, .delivered, jitter: 0, now: now, ledger: &ledger, in: tx)
        }
    }

    private func commit<Answer: Sendable>(
        _ body: @escaping @Sendable (Instant, inout StepLedger, any SQLTransaction) throws -> Answer
    ) async throws -> Answer {
        let now = clock.now()
        return try await database.write { tx in
            var ledger = try ledgers.make(in: tx)
            let answer = try body(now, &ledger, tx)
            try ledger.flush(in: tx)
            signals.raiseAll(afterCommitOf: tx)
            return answer
        }
    }
}
