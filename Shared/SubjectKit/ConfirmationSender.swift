package import CommonModels
import FeedKit
import Logging
import ServiceKit
import ServiceLifecycle
import StorageKit

/// Finishes what an order asks outside the transaction that applied it, the service's own feed and the files of its
/// database, and then tells Profile; again until it is taken.
package struct ConfirmationSender: Service {
    /// How often confirmations of a process that died are looked for.
    private static let lookEvery = Duration.seconds(30)
    private static let pauseMin = Duration.seconds(1)
    private static let pauseMax = Duration.seconds(300)
    private static let batchMax = 20

    package typealias Deliver = @Sendable (CaseID, SubjectConfirmation) async throws -> Void

    private let frame: ServiceFrame
    private let feed: Feed
    private let signal: ConfirmationSignal
    private let deliver: Deliver

    init(frame: ServiceFrame, feed: Feed, signal: ConfirmationSignal, deliver: @escaping Deliver) {
        self.frame = frame
        self.feed = feed
        self.signal = signal
        self.deliver = deliver
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    // Ends with the group.
                    while (try? await Task.sleep(for: Self.lookEvery)) != nil { signal.wake() }
                }
                group.addTask {
                    await sendAll()
                    for await _ in signal.stream { await sendAll() }
                }
                await group.waitForAll()
            }
        }
    }

    private func sendAll() async {
        do {
            try await send()
        } catch {
            frame.logger.warning("Confirmations cannot be sent", metadata: ["error": .string(String(reflecting: type(of: error)))])
        }
    }

    /// Sends what is due.
    /// - Returns: how many were taken.
    @discardableResult
    package func send() async throws -> Int {
        let now = frame.clock.now()
        let due = try await frame.database.read { tx in try ConfirmationOutbox.due(at: now, limit: Self.batchMax, in: tx) }
        var taken = 0
        for waiting in due {
            do {
                let finished = try await clean(waiting)
                try await deliver(finished.caseID, finished.confirmation)
                try await frame.database.write { tx in try ConfirmationOutbox.remove(finished, in: tx) }
                taken += 1
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                try await postpone(waiting, because: error)
            }
        }
        return taken
    }

    /// Erasing reaches into the past: events this service published about the person go, and their copies in its files.
    private func clean(_ waiting: ConfirmationOutbox.Waiting) async throws -> ConfirmationOutbox.Waiting {
        guard waiting.action == .erase, !waiting.isCleaned else { return waiting }
        let removed = try await feed.erase(subjects: waiting.subjects, keeping: FeedEventType.profileErased)
        try await frame.database.scrub()
        var finished = waiting
        let old = waiting.confirmation
        finished.confirmation = SubjectConfirmation(
            action: old.action, appliedAt: old.appliedAt,
            counts: old.counts + [SubjectCount(name: "maru_feed", rows: removed, fate: .removed)], left: old.left)
        let saved = finished
        try await frame.database.write { tx in try ConfirmationOutbox.cleaned(saved, before: old, in: tx) }
        return finished
    }

    private func postpone(_ waiting: ConfirmationOutbox.Waiting, because error: any Error) async throws {
        let pause = min(Self.pauseMin * (1 << min(waiting.attempts, 10)), Self.pauseMax)
        let due = frame.clock.now() + pause
        try await frame.database.write { tx in try ConfirmationOutbox.postpone(waiting, until: due, in: tx) }
        signal.wake(after: pause)
        frame.logger.warning(
            "A confirmation waits for Profile",
            metadata: ["case": .string(waiting.caseID.rawValue), "error": .string(String(reflecting: type(of: error)))])
    }
}
