import CommonModels
import Logging
import SegmentDomain
import SegmentService
import ServiceKit
import StorageKit
import TestFixtures
import Testing

@Suite("Filling a segment")
struct BackfillTests {
    private func runner(_ bench: SegmentBench) -> JobRunner {
        let backfill = BackfillJob(database: bench.database, maintainer: bench.maintainer)
        let retire = RetireJob(database: bench.database, maintainer: bench.maintainer)
        return JobRunner(
            store: bench.jobs, handlers: [BackfillJob.kind: { try await backfill.run($0) }, RetireJob.kind: { try await retire.run($0) }],
            holder: "test", logger: Logger(label: "test"))
    }

    /// People of whom every third lives in Korea.
    private func people(_ count: Int, _ bench: SegmentBench) async throws -> [ProfileID] {
        var script = FeedScript()
        let people: [ProfileID] = (0..<count).map { _ in bench.ids.next() }
        try await bench.apply(
            people.enumerated().map { script.traits(["country": $0 % 3 == 0 ? "KR" : "US"], of: $1, at: SegmentBench.start) })
        return people
    }

    private func activate(_ segment: Segment, _ bench: SegmentBench) async throws -> JobID {
        try await bench.segments.create(segment)
        let stored = try await bench.segments.update(segment.id, { try $0.activate(at: SegmentBench.start) }) { segment, tx in
            try bench.jobs.start(
                kind: BackfillJob.kind, input: ["segmentId": .string(segment.id.rawValue)], requestedBy: "test", in: tx
            ).id
        }
        return try #require(stored.backfillJob)
    }

    @Test("activation brings in everybody who matches already", arguments: TestEngine.available)
    func everybody(engine: TestEngine) async throws {
        try await SegmentBench.on(engine) { bench in
            let people = try await people(1_300, bench)
            let segment = try bench.draft("korea", #"{"trait":"country","is":"KR"}"#)
            let job = try await activate(segment, bench)
            await runner(bench).drain()
            let done = try #require(try await bench.jobs.job(job))
            #expect(done.state == .succeeded && done.done == 1_300)
            #expect(try await bench.members(segment.id).count == 434)
            #expect(try await bench.members(segment.id).contains(people[0]))
            #expect(try await bench.segments.segment(segment.id)?.size == 434)
            #expect(try await bench.told().allSatisfy { $0.reason == "definition" })
            #expect(try await bench.memberships.days(of: segment.id, limit: 10).map(\.entered) == [434])
        }
    }

    @Test("a replaced rule moves people both ways")
    func replaced() async throws {
        try await SegmentBench.on(.sqlite) { bench in
            let people = try await people(9, bench)
            let segment = try bench.draft("korea", #"{"trait":"country","is":"KR"}"#)
            _ = try await activate(segment, bench)
            await runner(bench).drain()
            let rule = try bench.draft("x", #"{"trait":"country","isNot":"KR"}"#).rule
            _ = try await bench.segments.update(segment.id, { try $0.replaceRule(rule, at: SegmentBench.start) }) { segment, tx in
                try bench.jobs.start(
                    kind: BackfillJob.kind, input: ["segmentId": .string(segment.id.rawValue)], requestedBy: "test", in: tx
                ).id
            }
            await runner(bench).drain()
            #expect(try await bench.members(segment.id) == Set(people.enumerated().filter { $0.offset % 3 != 0 }.map(\.element)))
        }
    }

    @Test("archiving lets every member go", arguments: TestEngine.available)
    func archived(engine: TestEngine) async throws {
        try await SegmentBench.on(engine) { bench in
            _ = try await people(2_500, bench)
            let segment = try bench.draft("all", #"{"trait":"country","exists":true}"#)
            _ = try await activate(segment, bench)
            await runner(bench).drain()
            #expect(try await bench.segments.segment(segment.id)?.size == 2_500)
            let archived = try await bench.segments.update(segment.id, { try $0.archive(at: SegmentBench.start) }) { segment, tx in
                try bench.jobs.start(
                    kind: RetireJob.kind,
                    input: ["segmentId": .string(segment.id.rawValue), "version": .integer(Int64(segment.version))], requestedBy: "test", in: tx
                ).id
            }
            await runner(bench).drain()
            #expect(archived.segment.status == .archived)
            #expect(try await bench.segments.segment(segment.id)?.size == 0)
            #expect(try await bench.told().filter { $0.reason == "archive" }.count == 2_500)
        }
    }

    @Test("a step that was done twice leaves the same members")
    func repeatedStep() async throws {
        try await SegmentBench.on(.sqlite) { bench in
            _ = try await people(30, bench)
            let segment = try await bench.active("korea", #"{"trait":"country","is":"KR"}"#)
            for _ in 0..<2 {
                _ = try await bench.database.write { tx in try bench.maintainer.backfill(segment, after: "", limit: 100, in: tx)?.count }
            }
            #expect(try await bench.segments.segment(segment)?.size == 10)
            #expect(try await bench.told().count == 10)
        }
    }
}
