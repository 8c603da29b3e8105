import CommonModels
import SegmentDomain
import SegmentService
import StorageKit
import TestFixtures
import Testing

@Suite("Storing segments")
struct SegmentStoreTests {
    @Test("a segment reads back as it was saved", arguments: TestEngine.available)
    func roundTrip(engine: TestEngine) async throws {
        try await SegmentBench.on(engine) { bench in
            let segment = try bench.draft(
                "vip", #"{"any":[{"trait":"grade","in":["gold","vip"]},{"event":"A","lastSeen":{"olderThan":"2w"}}]}"#)
            try await bench.segments.create(segment)
            #expect(try await bench.segments.segment(segment.id)?.segment == segment)
            #expect(try await bench.segments.segment(bench.ids.next()) == nil)
        }
    }

    @Test("a key belongs to one segment", arguments: TestEngine.available)
    func keyTaken(engine: TestEngine) async throws {
        try await SegmentBench.on(engine) { bench in
            let key = try #require(SegmentKey("vip"))
            try await bench.segments.create(try bench.draft("vip", #"{"everyone":true}"#))
            await #expect(throws: SegmentError.keyTaken(key)) {
                try await bench.segments.create(try bench.draft("vip", #"{"everyone":true}"#))
            }
        }
    }

    @Test("pages follow one another without gaps", arguments: TestEngine.available)
    func pages(engine: TestEngine) async throws {
        try await SegmentBench.on(engine) { bench in
            for number in 0..<7 { try await bench.segments.create(try bench.draft("s\(number)", #"{"everyone":true}"#)) }
            var seen: [String] = []
            var after: String?
            repeat {
                let rows = try await bench.segments.list(status: .draft, after: after, limit: 3)
                seen += rows.prefix(3).map(\.segment.key.text)
                after = rows.count > 3 ? rows[2].segment.id.rawValue : nil
            } while after != nil
            #expect(seen == (0..<7).map { "s\($0)" })
        }
    }

    @Test("a rule may look at segments, never in a circle", arguments: TestEngine.available)
    func cycles(engine: TestEngine) async throws {
        try await SegmentBench.on(engine) { bench in
            let first = try await bench.active("first", #"{"trait":"a","is":1}"#)
            let second = try await bench.active("second", #"{"segment":"\#(first)"}"#)
            let back = try bench.draft("x", #"{"segment":"\#(second)"}"#).rule
            await #expect(throws: SegmentError.cycle([first, second, first])) {
                _ = try await bench.segments.update(first, { try $0.replaceRule(back, at: SegmentBench.start) })
            }
            await #expect(throws: SegmentError.inUse(by: [second])) {
                _ = try await bench.segments.update(first, { try $0.archive(at: SegmentBench.start) })
            }
            let stranger: SegmentID = bench.ids.next()
            await #expect(throws: SegmentError.unknownSegments([stranger])) {
                try await bench.segments.create(try bench.draft("third", #"{"segment":"\#(stranger)"}"#))
            }
        }
    }

    @Test("lists and timers go through indexes", arguments: TestEngine.available)
    func plans(engine: TestEngine) async throws {
        try await SegmentBench.on(engine) { bench in
            let queries: [(String, [any SQLBindable])] = [
                (MembershipStore.membersSQL(bench.database.engine, hasPurpose: false), ["seg_1", "", 10]),
                (MembershipStore.membersSQL(bench.database.engine, hasPurpose: true), ["seg_1", "", 10, "ads"]),
                (MembershipStore.ofPersonSQL, ["prf_1"]),
                (SegmentMaintainer.dueSQL, [1, 10]), ("SELECT MIN(due) AS due FROM segment_timer", []),
            ]
            for (sql, arguments) in queries {
                let plan = try await bench.database.queryPlan(sql, arguments)
                #expect(QueryPlan.fullScans(plan, on: bench.database.engine) == [], "\(sql): \(plan)")
            }
        }
    }
}
