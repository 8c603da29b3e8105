import CommonModels
import HTTPTypes
import HummingbirdTesting
import Logging
import ServiceKit
import StorageKit
import Synchronization
import TestFixtures
import Testing

@Suite("jobs")
struct JobTests {
    private func withStore(
        _ engine: TestEngine, _ body: (JobStore, ManualTime, any Database) async throws -> Void
    ) async throws {
        try await engine.withDatabase([JobStore.migrations]) { database in
            let time = ManualTime(TestInstallation.start)
            try await body(JobStore(database: database, clock: time.clock, ids: .system()), time, database)
        }
    }

    private func runner(_ store: JobStore, holder: String = "a", _ handler: @escaping JobHandler) -> JobRunner {
        JobRunner(store: store, handlers: ["count": handler], holder: holder, logger: LogCapture().logger())
    }

    @Test("a job runs, reports how far it is, and succeeds", arguments: TestEngine.available)
    func success(engine: TestEngine) async throws {
        try await withStore(engine) { store, _, _ in
            let job = try await store.start(kind: "count", total: 3, requestedBy: "usr")
            await runner(store) { execution in
                for step in 1...3 { try await execution.report(done: Int64(step)) }
            }.drain()
            let after = try #require(try await store.job(job.id))
            #expect(after.state == .succeeded)
            #expect(after.done == 3 && after.total == 3)
            #expect(after.finishedAt != nil)
        }
    }

    @Test("many waiting jobs of kinds that another runner works on hold nobody else's up", arguments: TestEngine.available)
    func otherKinds(engine: TestEngine) async throws {
        try await withStore(engine) { store, _, _ in
            for _ in 0..<120 { _ = try await store.start(kind: "import", requestedBy: "usr") }
            let job = try await store.start(kind: "count", requestedBy: "usr")
            await runner(store) { _ in }.drain()
            #expect(try await store.job(job.id)?.state == .succeeded)
        }
    }

    @Test("open jobs are found through the index of open jobs, however many have ended", arguments: TestEngine.available)
    func claimPlan(engine: TestEngine) async throws {
        try await withStore(engine) { _, time, database in
            let plan = try await database.queryPlan(JobStore.openSQL(kinds: 2, database.engine), [time.clock.now(), "count", "import"])
            #expect(QueryPlan.fullScans(plan, on: database.engine).isEmpty, "\(plan)")
            #expect(plan.contains("maru_job_open"), "\(plan)")
        }
    }

    @Test(
        "when a worker goes silent another goes on from the checkpoint, and the first can save nothing more",
        arguments: TestEngine.available)
    func takeover(engine: TestEngine) async throws {
        try await withStore(engine) { store, time, _ in
            let job = try await store.start(kind: "count", requestedBy: "usr")
            let seen = Mutex<[JSONValue]>([])
            await runner(store, holder: "first") { execution in
                try await execution.report(done: 1, checkpoint: 1)
                time.advance(by: JobStore.leaseDuration)
                await runner(store, holder: "second") { other in
                    seen.withLock { $0.append(other.checkpoint) }
                    try await other.report(done: 2, checkpoint: 2)
                }.drain()
                await #expect(throws: JobInterruption.leaseLost) { try await execution.report(done: 9, checkpoint: 9) }
                throw JobInterruption.leaseLost
            }.drain()
            #expect(seen.withLock { $0 } == [1])
            let after = try #require(try await store.job(job.id))
            #expect(after.state == .succeeded)
            #expect(after.done == 2 && after.checkpoint == 2)
        }
    }

    @Test("what an input holds for the work alone is there while it works, and gone when the job ends", arguments: TestEngine.available)
    func privateInput(engine: TestEngine) async throws {
        try await withStore(engine) { store, _, _ in
            let input: JSONValue = ["until": 3, "private": ["text": "kim@mail.example"]]
            @Sendable func kept(_ id: JobID) async throws -> JSONValue? { try await store.job(id)?.input }
            let done = try await store.start(kind: "count", input: input, requestedBy: "usr")
            #expect(try await kept(done.id) == input)
            await runner(store) { #expect($0.input == input) }.drain()
            #expect(try await kept(done.id) == ["until": 3])
            let failed = try await store.start(kind: "count", input: input, requestedBy: "usr")
            await runner(store) { _ in throw JobFailure("no") }.drain()
            #expect(try await kept(failed.id) == ["until": 3])
            let cancelled = try await store.start(kind: "count", input: input, requestedBy: "usr")
            _ = try await store.cancel(cancelled.id)
            #expect(try await kept(cancelled.id) == ["until": 3])
            let stopped = try await store.start(kind: "count", input: input, requestedBy: "usr")
            await runner(store) { execution in
                _ = try await store.cancel(execution.job.id)
                #expect(try await kept(execution.job.id) == input, "the work still needs it")
                try await execution.report(done: 1)
            }.drain()
            #expect(try await kept(stopped.id) == ["until": 3])
        }
    }

    @Test("a job that is cancelled stops at its next report", arguments: TestEngine.available)
    func cancel(engine: TestEngine) async throws {
        try await withStore(engine) { store, _, _ in
            let job = try await store.start(kind: "count", requestedBy: "usr")
            await runner(store) { execution in
                _ = try await store.cancel(execution.job.id)
                try await execution.report(done: 1)
                Issue.record("went on after the cancel")
            }.drain()
            #expect(try await store.job(job.id)?.state == .cancelled)
            let queued = try await store.start(kind: "count", requestedBy: "usr")
            #expect(try await store.cancel(queued.id)?.state == .cancelled)
            let kept = try await store.start(kind: "count", mustFinish: true, requestedBy: "usr")
            #expect(try await store.cancel(kept.id)?.state == .queued)
            await runner(store) { try await $0.report(done: 1) }.drain()
            #expect(try await store.job(kept.id)?.state == .succeeded)
        }
    }

    @Test("a job that fails says why if the reason is for people, and `internal` otherwise")
    func failure() async throws {
        struct Defect: Error {}
        try await withStore(.sqlite) { store, _, _ in
            let known = try await store.start(kind: "count", input: ["fail": true], requestedBy: "usr")
            let unknown = try await store.start(kind: "count", requestedBy: "usr")
            await runner(store) { execution in
                if execution.input["fail"] == true { throw JobFailure("The rule has no events.") }
                throw Defect()
            }.drain()
            #expect(try await store.job(known.id)?.error == "The rule has no events.")
            #expect(try await store.job(unknown.id)?.error == "internal")
        }
    }

    @Test("a job that meets storage or a neighbour that is away goes on later from where it was", arguments: TestEngine.available)
    func outage(engine: TestEngine) async throws {
        try await withStore(engine) { store, time, _ in
            let outages: [any Error] = [
                StorageError.unavailable("the disk is full"), StorageError.outcomeUnknown("cut"), StorageError.closed,
                Problem.unavailable("The profile service does not answer at the moment."),
            ]
            let job = try await store.start(kind: "count", requestedBy: "usr")
            let runs = Mutex(0)
            let runner = runner(store) { execution in
                let run = runs.withLock { runs in
                    runs += 1
                    return runs
                }
                if run == 1 { try await execution.report(done: 1, checkpoint: 1) } else { #expect(execution.checkpoint == 1) }
                if run <= outages.count { throw outages[run - 1] }
            }
            for _ in outages {
                await runner.drain()
                #expect(try await store.job(job.id)?.state == .queued)
                time.advance(by: .seconds(600))
            }
            await runner.drain()
            #expect(try await store.job(job.id)?.state == .succeeded)
        }
    }

    @Test("a job does not wait for ever for what stays away", arguments: TestEngine.available)
    func endlessOutage(engine: TestEngine) async throws {
        try await withStore(engine) { store, time, _ in
            let job = try await store.start(kind: "count", requestedBy: "usr")
            let runner = runner(store) { _ in throw StorageError.unavailable("the disk is full") }
            for _ in 0..<JobRunner.attemptsMax {
                #expect(try await store.job(job.id)?.state == .queued)
                await runner.drain()
                time.advance(by: .seconds(600))
            }
            let after = try #require(try await store.job(job.id))
            #expect(after.state == .failed && after.error == "What this job needs was away for too long. Start it again.")
        }
    }

    @Test("a job that ended is kept for its days, one that has not for as long as it takes", arguments: TestEngine.available)
    func retention(engine: TestEngine) async throws {
        try await withStore(engine) { store, time, _ in
            let ended = try await store.start(kind: "count", requestedBy: "usr")
            await runner(store) { _ in }.drain()
            let waiting = try await store.start(kind: "other", requestedBy: "usr")
            time.advance(by: JobStore.keptFor)
            #expect(try await store.removeOld() == 0)
            time.advance(by: .seconds(1))
            #expect(try await store.removeOld() == 1)
            #expect(try await store.job(ended.id) == nil)
            #expect(try await store.job(waiting.id) != nil)
        }
    }

    @Test("a job queued by a transaction that is rolled back never exists", arguments: TestEngine.available)
    func rollback(engine: TestEngine) async throws {
        struct Refusal: Error {}
        try await withStore(engine) { store, _, database async throws in
            await #expect(throws: Refusal.self) {
                try await database.write { tx in
                    _ = try store.start(kind: "count", requestedBy: "usr", in: tx)
                    throw Refusal()
                }
            }
            #expect(try await store.jobs(kind: "count", limit: 10).isEmpty)
        }
    }

    @Test("over HTTP a job is seen by who started it and by nobody else's key")
    func routes() async throws {
        try await TestInstallation.of(SampleService.self) { here async throws in
            let started = try await here.post("/v1/notes/jobs", [:])
            #expect(started.status == .accepted)
            let path = try #require(started.headers[.location])
            var state: String?
            while state != "succeeded" {
                state = try await here.get(path).json["state"]?.stringValue
                try #require(state != "failed")
                await Task.yield()
            }
            let other = try here.keys.server(.segmentWrite)
            #expect(try await here.send(.get, path, key: other).status == .notFound)
            #expect(try await here.get("/v1/jobs/job_nonsense").status == .notFound)
        }
    }
}
