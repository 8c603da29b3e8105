import CommonModels
import HTTPTypes
package import Logging
import ServiceLifecycle
import StorageKit

/// Runs the jobs of a service, one at a time; several replicas share the queue by leases.
///
/// At graceful shutdown the running job is interrupted at its next step and given back. So is a job that meets storage or a
/// neighbour that is away; it goes on from its checkpoint later, until it met that ``attemptsMax`` times without getting further. A
/// job that must finish is tried again whatever it met, for ever.
package struct JobRunner: Service {
    /// How often jobs of silent workers, or queued by other replicas, are looked for.
    private static let lookEvery = Duration.seconds(10)

    package static let attemptsMax = 20
    /// The pause after the first such meeting; it doubles, up to ten minutes.
    static let pauseMin = Duration.seconds(10)
    static let pauseMax = Duration.seconds(600)

    private let store: JobStore
    private let handlers: [String: JobHandler]
    private let holder: String
    private let logger: Logger

    /// - Parameter handlers: by kind.
    package init(store: JobStore, handlers: [String: JobHandler], holder: String, logger: Logger) {
        self.store = store
        self.handlers = handlers
        self.holder = holder
        self.logger = logger
    }

    package func run() async throws {
        guard !handlers.isEmpty else {
            try? await gracefulShutdown()
            return
        }
        let ticks = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in store.signal.stream.cancelOnGracefulShutdown() { ticks.continuation.yield() } }
            group.addTask {
                while !Task.isShuttingDownGracefully, !Task.isCancelled {
                    ticks.continuation.yield()
                    do { try await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.lookEvery) } } catch { break }
                }
                ticks.continuation.finish()
            }
            for await _ in ticks.stream { await drain() }
            group.cancelAll()
        }
    }

    /// Runs every job there is. Also called by tests, which need no clock then.
    package func drain() async {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            do {
                guard let job = try await store.claim(kinds: Array(handlers.keys), holder: holder) else { return }
                try await run(job)
            } catch {
                logger.warning("Jobs cannot be run at the moment", metadata: ["error": .string(String(reflecting: error))])
                return
            }
        }
    }

    private func run(_ job: Job) async throws {
        guard let handler = handlers[job.kind] else { return }
        let execution = JobExecution(job: job, store: store, holder: holder)
        do {
            try await withKeptLease(job.id) { try await cancelWhenGracefulShutdown { try await handler(execution) } }
            try await store.finish(job.id, holder: holder, as: .succeeded, error: nil)
        } catch JobInterruption.cancelled {
            try await store.finish(job.id, holder: holder, as: .cancelled, error: nil)
        } catch JobInterruption.leaseLost {
            logger.notice("A job went on elsewhere", metadata: ["job": .string(job.id.rawValue)])
        } catch let failure as JobFailure {
            try await store.finish(job.id, holder: holder, as: .failed, error: failure.reason)
        } catch {
            try await ended(job, by: error)
        }
    }

    private func ended(_ job: Job, by error: any Error) async throws {
        if error is CancellationError || Task.isShuttingDownGracefully {
            try await store.release(job.id, holder: holder)
            return
        }
        if Self.mayPass(error) || job.mustFinish {
            logger.warning("A job is put off", metadata: ["job": .string(job.id.rawValue), "error": .string(String(reflecting: error))])
            if try await store.postpone(job, holder: holder) { return }
            let reason = "What this job needs was away for too long. Start it again."
            return try await store.finish(job.id, holder: holder, as: .failed, error: reason)
        }
        logger.error("A job failed", metadata: ["job": .string(job.id.rawValue), "error": .string(String(reflecting: error))])
        try await store.finish(job.id, holder: holder, as: .failed, error: "internal")
    }

    /// Storage, or a neighbour, that may answer later.
    private static func mayPass(_ error: any Error) -> Bool {
        if !StorageError.isFaultOfWork(error) { return true }
        switch ProblemMapping.problem(for: error)?.status {
        case .serviceUnavailable, .badGateway, .gatewayTimeout, .tooManyRequests: return true
        default: return false
        }
    }

    /// Renews the lease beside the handler, and cancels the handler when it was lost.
    private func withKeptLease(_ id: JobID, _ work: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await work() }
            group.addTask {
                while true {
                    try await Task.sleep(for: JobStore.leaseDuration / 3)
                    guard try await store.renew(id, holder: holder) else { throw JobInterruption.leaseLost }
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}
