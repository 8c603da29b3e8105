import CommonModels
import HTTPTypes
import HummingbirdTesting
import ProfileDomain
import ServiceKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Scores over HTTP")
struct QualityScoreRoutesTests {
    private func score(_ item: JSONValue?, _ measure: String) -> JSONValue? {
        item?["scores"]?.arrayValue?.first { $0["measure"]?.stringValue == measure }
    }

    @Test("are made of what came in: silence, volume, completeness, conflicts, repetitions", arguments: TestEngine.available)
    func scores(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { app in
            let town = QualityTown(app: app)
            #expect(try await app.get("/v1/quality").json["items"] == [])
            try await town.plan("track", "Order Completed", "observe")
            // Four Thursdays at 3:00 UTC, each 10 events and a repetition, then half an hour later another.
            for week in 0..<4 {
                let calls = (0..<10).map { town.order("w\(week)-\($0)", "kim", ["anonymousId": "null"]) }
                try await app.post("/v1/batch", ["batch": .array(calls + [calls[0]])], key: app.keys.write)
                app.time.advance(by: .minutes(30))
                try await town.send(town.order("w\(week)-late", "kim"))
                app.time.advance(by: .days(7) - .minutes(30))
            }
            // The fifth Thursday: 200 at 3:00, looked at two hours later.
            let flood = (0..<200).map { town.order("f\($0)", "kim") }
            try await app.post("/v1/batch", ["batch": .array(flood)], key: app.keys.admin)
            try await app.post("/v1/batch", ["batch": .array(flood.map { _ in town.order("x", "kim") })], key: app.keys.write)
            app.time.advance(by: .hours(2))
            let item = try await app.get("/v1/quality?source=web").json["items"]?.arrayValue?.first
            let volume = try #require(score(item, "volume"))
            // 1 event against a median of 11.
            #expect(volume["unit"] == "σ" && volume["value"]?.doubleValue.map { abs($0 + 10 / 11.0.squareRoot()) < 1e-9 } == true)
            #expect(volume["reason"]?["code"] == "volume")
            #expect(volume["reason"]?["en"]?.stringValue?.hasPrefix("1 events against 11 in the same hours of 4 earlier weeks") == true)
            let freshness = try #require(score(item, "freshness"))
            // The longest silences: half an hour, then three times a week less half an hour.
            #expect(
                freshness["value"]?.doubleValue == 7_200 && freshness["usual"]?.doubleValue == 7 * 86_400 - 1_800
                    && freshness["level"] == "good")
            let completeness = try #require(score(item, "completeness"))
            #expect(completeness["value"]?.doubleValue == 2.0 / 3 && completeness["level"] == "bad")
            let duplicates = try #require(score(item, "duplicates"))
            #expect(duplicates["value"]?.doubleValue == 199.0 / 200 && duplicates["usual"]?.doubleValue == 1.0 / 12)
            #expect(item?["counts"]?["accepted"] == 1 && item?["counts"]?["duplicates"] == 199)
            let day = CivilDate(daysSince1970: app.time.clock.now().utcDay - 7).description
            let earlier = try await app.get("/v1/quality?source=web&day=\(day)").json
            #expect(score(earlier["items"]?.arrayValue?.first, "conflict")?["value"]?.doubleValue == 10.0 / 11)
            #expect(score(earlier["items"]?.arrayValue?.first, "volume")?["value"]?.doubleValue == 0)
            #expect(try await app.get("/v1/quality").json["items"]?.arrayValue?.count == 2)
            for bad in ["2026-02-30", "tomorrow", "1970-01-01", "2999-01-01"] {
                #expect(try await app.get("/v1/quality?day=\(bad)").status == .badRequest, "\(bad)")
            }
        }
    }

    @Test("pauses within an hour and across hours are kept", arguments: TestEngine.available)
    func pauses(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            for minute in [0, 5, 25, 30, 90] as [Int64] {
                try await world.ingest(
                    requests: [[Calls.track("View", ["userId": "u1"], at: 0, id: "m\(minute)")]],
                    receivedAt: ProfileWorld.start + .minutes(minute))
            }
            let histories = try await QualityStore(database: world.database).histories(now: ProfileWorld.start + .days(1))
            #expect(histories.count == 1)
            #expect(histories.first?.hours.map(\.events) == [4, 1])
            #expect(histories.first?.hours.map(\.pause) == [.minutes(20), .zero])
            #expect(histories.first?.hours.map(\.last) == [ProfileWorld.start + .minutes(30), ProfileWorld.start + .minutes(90)])
        }
    }
}
