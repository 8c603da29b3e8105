package import CommonModels
package import FeedKit
import JourneyDomain
package import StorageKit

/// Asks for the decisions runs wait for, and sends each run along the edge of the answer. Whoever decides is told how far the
/// feeds were read here, and so never knows less of the person than the journey that asks.
package struct DecisionWorker: Sendable {
    package static let batchMax = 32
    /// Longer than the client's timeout with its retries.
    static let lease = Duration.seconds(60)
    private let database: any Database
    private let clock: WallClock
    private let source: any DecisionSource
    private let cursors: FeedCursors
    private let catalogue: JourneyCatalogue
    private let ledgers: LedgerMaker
    private let faults: RunFaults
    private let signals: JourneySignals
    private let jitter: @Sendable () -> Double
    private let runs = RunStore()

    package init(
        database: any Database, clock: WallClock, source: any DecisionSource, cursors: FeedCursors, catalogue: JourneyCatalogue,
        ledgers: LedgerMaker, faults: RunFaults, signals: JourneySignals, jitter: @escaping @Sendable () -> Double
    ) {
        self.database = database
        self.clock = clock
        self.source = source
        self.cursors = cursors
        self.catalogue = catalogue
        self.ledgers = ledgers
        self.faults = faults
        self.signals = signals
        self.jitter = jitter
    }

    package func round() async throws -> WorkRound {
        let now = clock.now()
        let lease = now + Self.lease
        let (claimed, next, seen) = try await claim(at: now, lease: lease)
        let answers = await withTaskGroup(of: (Question, DecisionAnswer).self) { group in
            for question in claimed {
                group.addTask {
                    (
                        question,
                        await source.decide(
                            profile: question.run.profileID, placement: question.step.placement, context: question.context, seen: seen,
                            key: "\(question.run.id.rawValue)-\(question.run.nodeID.rawValue)")
                    )
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        if !answers.isEmpty { try await record(answers, lease: lease) }
        return WorkRound(hasMore: claimed.count == Self.batchMax, nextDue: next)
    }

    private typealias Claim = (questions: [Question], next: Instant?, seen: FeedPositions)

    /// One run that cannot be asked for must not keep the others from it.
    private func claim(at now: Instant, lease: Instant) async throws -> Claim {
        let runs = runs
        do {
            return try await claim { tx in
                try runs.claimDecisions(at: now, lease: lease, limit: Self.batchMax, in: tx).compactMap { try question($0, in: tx) }
            }
        } catch  where StorageError.isFaultOfWork(error) {
            return try await claim { tx in
                try runs.dueDecisionIDs(at: now, limit: Self.batchMax, in: tx).compactMap { id -> Question? in
                    do {
                        return try tx.savepoint {
                            try runs.claimDecision(id, lease: lease, in: tx).flatMap { try question($0, in: tx) }
                        }
                    } catch  where StorageError.isFaultOfWork(error) {
                        try faults.postpone(id, after: error, now: now, in: tx)
                        return nil
                    }
                }
            }
        }
    }

    private func claim(_ questions: @escaping @Sendable (any SQLTransaction) throws -> [Question]) async throws -> Claim {
        let (runs, cursors) = (self.runs, self.cursors)
        return try await database.write { tx in
            let claimed = try questions(tx)
            let seen = try claimed.isEmpty ? FeedPositions.none : cursors.positions(in: tx)
            return (claimed, try runs.nextDue(deciding: true, in: tx), seen)
        }
    }

    /// - Returns: whether anything was asked.
    func settleRound() async throws -> Bool {
        let before = try await database.read { tx in try runs.nextDue(deciding: true, in: tx) }
        guard let before, before <= clock.now() else { return false }
        _ = try await round()
        return true
    }

    private struct Question: Sendable {
        let run: Run
        let step: DecisionStep

        var context: JSONObject { ["event": .object(run.trigger)] }
    }

    private func question(_ run: Run, in tx: any SQLTransaction) throws -> Question? {
        guard let node = try catalogue.version(run.version, of: run.journeyID, in: tx).document[run.nodeID],
            case .decision(let step) = node.step
        else { return nil }
        return Question(run: run, step: step)
    }

    private func record(_ answers: [(Question, DecisionAnswer)], lease: Instant) async throws {
        let now = clock.now()
        let runs = runs
        try await database.write { tx in
            var ledger = try ledgers.make(in: tx)
            for (question, answer) in answers {
                guard var run = try runs.decisionClaim(question.run.id, lease: lease, in: tx) else { continue }
                apply(answer, question.step, to: &run, now: now, ledger: &ledger)
                try runs.save(run, in: tx)
            }
            try ledger.flush(in: tx)
            signals.raiseAll(afterCommitOf: tx)
        }
    }

    /// Decision silent for as long as a mail server would be given: the person goes on without an offer.
    private func apply(_ answer: DecisionAnswer, _ step: DecisionStep, to run: inout Run, now: Instant, ledger: inout StepLedger) {
        switch answer {
        case .offer(let offer):
            ledger.record(Step(run, .moved, detail: JourneyEdge.Way.offer.rawValue, at: now))
            run.offer = offer
            run.arrive(at: step.offer, now: now)
        case .none(let reason, let isHoldout):
            ledger.record(
                Step(run, .moved, reason: isHoldout ? SendReason.holdout.rawValue : reason, detail: JourneyEdge.Way.none.rawValue, at: now))
            run.offer = nil
            run.arrive(at: step.none, now: now)
        case .unavailable:
            guard let delay = SendRetries.mail.delay(afterFailures: run.attempts + 1, jitter: jitter()) else {
                ledger.record(Step(run, .moved, reason: "decisionUnavailable", detail: JourneyEdge.Way.none.rawValue, at: now))
                run.offer = nil
                return run.arrive(at: step.none, now: now)
            }
            ledger.record(Step(run, .postponed, reason: "decisionUnavailable", at: now))
            run.postponeDecision(until: now + delay)
        }
    }
}
