import CommonModels
import Foundation
import NIOHTTP1
import StorageKit
import TestFixtures
import Testing

@Suite("kill -9 of profile while it imports a file", .serialized)
struct ImportCrashTests {
    private static let rows = 60_000
    private static let kills = 2

    @Test("after restarts the import ends by itself, every row stored once and counted once", arguments: TestEngine.available)
    func crash(engine: TestEngine) async throws {
        try await TestFolder.with { folder in
            try await engine.withDatabaseURL { url in
                let profile = try ServiceProcess(.profile, folder: folder, database: url)
                let id = try await profile.whileRunning {
                    let id = try await Self.start(profile)
                    _ = try await Self.await(profile, id) { $0["counts"]?["events"]?.intValue ?? 0 > 0 }
                    return id
                }
                for _ in 1..<Self.kills {
                    try await profile.whileRunning {
                        let before = try await Self.show(profile, id)["counts"]?["events"]?.intValue ?? 0
                        _ = try await Self.await(profile, id) {
                            $0["counts"]?["events"]?.intValue ?? 0 > before || $0["state"] == "succeeded"
                        }
                    }
                }
                try await profile.whileRunning {
                    let done = try await Self.await(profile, id) { $0["state"] != "queued" && $0["state"] != "running" }
                    #expect(done["state"] == "succeeded", "\(done.serialized)")
                    let good = Int64(Self.rows - Self.rows / 10)
                    #expect(done["counts"]?["events"] == .integer(good) && done["counts"]?["duplicates"] == 0)
                    #expect(done["counts"]?["rejectedRows"] == .integer(Int64(Self.rows / 10)))
                    let sources = try await Self.call(profile, .GET, "/v1/sources?days=366")["items"]?.arrayValue ?? []
                    #expect(sources.first { $0["source"] == "shop" }?["accepted"] == .integer(good))
                    let csv = try await profile.send(.GET, "/v1/imports/\(id)/rejects.csv", key: profile.keys.admin)
                    #expect(csv.body.count(where: { $0 == 10 }) == Self.rows / 10 + 1)
                }
            }
        }
    }

    private static func start(_ profile: ServiceProcess) async throws -> String {
        let mapping: JSONValue = [
            "source": "shop", "event": ["name": "Order Completed"], "messageId": "shop:{id}", "userId": "{customer}",
            "timestamp": ["column": "at"], "properties": ["revenue": ["column": "amount", "type": "decimal"]],
        ]
        _ = try await call(profile, .PUT, "/v1/import-mappings/orders", mapping.serialized)
        let text =
            "id,customer,at,amount\n"
            + (1...rows).map { "o\($0),c\($0 % 500),2026-03-01T09:00:00Z,\($0 % 10 == 0 ? "free" : "12.50")\n" }.joined()
        let file = try await call(profile, .POST, "/v1/import-files", #"{"name":"orders.csv","bytes":\#(text.utf8.count)}"#)
        let fileID = file["id"]?.stringValue ?? ""
        _ = try await call(profile, .PUT, "/v1/import-files/\(fileID)/content", text)
        return try await call(profile, .POST, "/v1/imports", #"{"file":"\#(fileID)","mapping":"orders"}"#)["id"]?.stringValue ?? ""
    }

    private static func show(_ profile: ServiceProcess, _ id: String) async throws -> JSONValue {
        try await call(profile, .GET, "/v1/imports/\(id)")
    }

    private static func call(_ profile: ServiceProcess, _ method: HTTPMethod, _ path: String, _ body: String? = nil) async throws
        -> JSONValue
    {
        let answer = try await profile.send(method, path, key: profile.keys.admin, body: body)
        #expect((200..<300).contains(answer.status), "\(method) \(path): \(String(decoding: answer.body.prefix(500), as: UTF8.self))")
        return try JSONValue(parsing: answer.body)
    }

    /// A worker that was killed holds its lease for half a minute.
    private static func await(
        _ profile: ServiceProcess, _ id: String, _ isThere: (JSONValue) -> Bool
    ) async throws -> JSONValue {
        let deadline = ContinuousClock.now + .seconds(300)
        while ContinuousClock.now < deadline {
            let shown = try await show(profile, id)
            if isThere(shown) { return shown }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("the import does not get there")
        return .null
    }
}
