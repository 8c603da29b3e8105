import CommonModels
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ProfileService
import StorageKit
import TestFixtures
import Testing

@Suite("A full disk under the tracking API")
struct DiskFullTests {
    private static let batchSize = 20
    private static let property = String(repeating: "x", count: 4_000)

    @Test("refuses with 503 and Retry-After, keeps what it acknowledged, and takes the refused events once there is room")
    func full() async throws {
        var options = TestEngine.smallOptions
        options.sqlitePagesMax = 1_500
        try await TestInstallation.of(ProfileService.self, options: options) { installation in
            try await Self.occupy(installation)
            let (acknowledged, refused) = try await Self.fill(installation)
            #expect(acknowledged.count >= Self.batchSize)
            let log = TrackingLog(installation: installation)
            #expect(try await Set(log.messages()) == Set(acknowledged))
            #expect(try await installation.get("/healthz").status == .ok)
            _ = try await installation.database.write { try $0.execute("DELETE FROM ingest_rejection", []) }
            let again = try await Self.send(refused, to: installation)
            #expect(again.status == .ok, "\(again.text)")
            let stored = try await log.messages()
            #expect(stored.sorted() == (acknowledged + refused).sorted())
            #expect(try await log.counts().accepted == Int64(stored.count))
        }
    }

    /// Takes about 2 MB that can be given back, and is new: what is old is swept away at some moment of its own.
    private static func occupy(_ installation: TestInstallation) async throws {
        let row: [SQLValue] = [
            installation.time.clock.now().sqlValue, .text("old"), .text("too-large"), .text(""), .text(""), .text(property),
        ]
        try await installation.database.write { transaction in
            try transaction.insert(
                into: "ingest_rejection", columns: ["at", "source", "code", "detail", "pointer", "payload"],
                rows: Array(repeating: row, count: 500), onConflict: .fail)
        }
    }

    /// Sends until the disk is full. - Returns: the message ids that were acknowledged, and those of the refused batch.
    private static func fill(_ installation: TestInstallation) async throws -> (acknowledged: [String], refused: [String]) {
        var acknowledged: [String] = []
        for batch in 0..<1_000 {
            let ids = (0..<batchSize).map { "m-\(batch)-\($0)" }
            let answer = try await send(ids, to: installation)
            guard answer.status != .ok else {
                acknowledged += ids
                continue
            }
            #expect(answer.status == .serviceUnavailable && answer.problem == "unavailable")
            #expect(answer.headers[.retryAfter].flatMap { Int($0) } ?? 0 > 0)
            #expect(try answer.json["code"] == "unavailable")
            return (acknowledged, ids)
        }
        Issue.record("the disk never filled")
        return (acknowledged, [])
    }

    private static func send(_ ids: [String], to installation: TestInstallation) async throws -> TestResponse {
        let events: [JSONValue] = ids.map { id in
            [
                "type": "track", "event": "Visit", "messageId": .string(id), "userId": "u",
                "properties": ["x": .string(property)],
            ]
        }
        return try await installation.post("/v1/batch", ["batch": .array(events)], key: installation.keys.write)
    }
}
