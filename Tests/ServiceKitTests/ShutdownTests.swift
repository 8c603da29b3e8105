import CommonModels
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import ServiceKit
import ServiceLifecycle
import StorageKit
import TestFixtures
import Testing

@Suite("graceful shutdown")
struct ShutdownTests {
    @Test("a job that runs at shutdown is given back and goes on at the next start", arguments: TestEngine.available)
    func jobs(engine: TestEngine) async throws {
        try await engine.withDatabase([JobStore.migrations]) { database in
            let store = JobStore(database: database, clock: .fixed(TestInstallation.start), ids: .system())
            let job = try await store.start(kind: "long", requestedBy: "usr")
            let (started, signal) = AsyncStream.makeStream(of: Void.self)
            let handler: JobHandler = { execution in
                try await execution.report(done: 1, checkpoint: 1)
                signal.yield()
                while true { try await Task.sleep(for: .seconds(60)) }
            }
            let logger = LogCapture().logger()
            let runner = JobRunner(store: store, handlers: ["long": handler], holder: "a", logger: logger)
            let group = ServiceGroup(services: [runner], logger: logger)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                _ = await started.first { _ in true }
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
            let after = try #require(try await store.job(job.id))
            #expect(after.state == .queued)
            #expect(after.checkpoint == 1)
        }
    }
}
