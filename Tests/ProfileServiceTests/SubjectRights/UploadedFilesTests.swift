import CommonModels
import HTTPTypes
import HummingbirdTesting
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Uploaded files when somebody is erased")
struct UploadedFilesTests {
    private static let mapping: JSONValue = [
        "source": "people", "event": ["type": "identify"], "messageId": "people:{id}", "userId": "{id}",
        "timestamp": ["column": "at"], "properties": ["email": ["column": "email"]],
    ]
    private static let csv = "id,email,at\nu1,anna@mail.example,2026-03-01T09:00:00Z\nu3,lee@mail.example,2026-03-01T09:00:00Z\n"

    @Test("are said, bring nobody erased back, and are gone in a week however much they are used", arguments: TestEngine.available)
    func gone(engine: TestEngine) async throws {
        try await ImportTown.with(engine) { town in
            #expect(try await town.put("people", Self.mapping).status == .ok)
            let run = CaseRun(installation: town.app)
            _ = try await run.seed()
            let before = try await town.upload(Self.csv, name: "people.csv")
            let id = try await run.start("erase")
            let said = try await run.await("Profile's confirmation", { $0["confirmations"]?.arrayValue?.count == 1 }, of: id)
            let counts = said["confirmations"]?.arrayValue?.first?["counts"]?.arrayValue ?? []
            let files = counts.first { $0["name"] == "import_file" }
            #expect(files?["rows"] == 1 && files?["fate"] == "expiring")
            let after = try await town.upload(Self.csv, name: "later.csv")

            let end = try await town.app.get("/v1/import-files/\(before)").json["expiresAt"]
            town.app.time.advance(by: .days(6))
            let done = try await town.run(before, ["mapping": "people"])
            #expect(done["counts"]?["erased"] == 1 && done["counts"]?["events"] == 1, "\(done.serialized)")
            #expect(try await town.run(after, ["mapping": "people", "dryRun": true])["state"] == "succeeded")
            #expect(try await town.app.get("/v1/import-files/\(before)").json["expiresAt"] == end)
            let paused = try #require(try await town.start(before, ["mapping": "people"]).json["id"]?.stringValue)
            _ = try await town.ended(paused)
            try await town.app.database.write { tx in
                try tx.execute("UPDATE file_import SET state = 'paused', finished_at = NULL WHERE import_id = $1", [paused])
            }

            // One whose worker died and whose job was given up.
            let dead = try #require(try await town.start(before, ["mapping": "people"]).json["id"]?.stringValue)
            _ = try await town.ended(dead)
            for (job, expected) in [("failed", "failed"), ("cancelled", "cancelled")] {
                try await town.app.database.write { tx in
                    try tx.execute("UPDATE file_import SET state = 'running', finished_at = NULL WHERE import_id = $1", [dead])
                    try tx.execute(
                        "UPDATE maru_job SET state = $2, error = 'gone' WHERE id = (SELECT job_id FROM file_import WHERE import_id = $1)",
                        [dead, job])
                }
                try await town.sweep()
                let ended = try await town.show(dead)
                #expect(ended["state"]?.stringValue == expected && ended["reason"] == "gone")
            }

            town.app.time.advance(by: .days(2))
            try await town.sweep()
            #expect(try await town.app.get("/v1/import-files/\(before)").status == .notFound)
            let ended = try await town.show(paused)
            #expect(ended["state"] == "cancelled" && ended["reason"]?.stringValue?.contains("Upload it again") == true)
            #expect(try await town.app.get("/v1/import-files/\(after)").status == .ok, "it came later and was used two days ago")
        }
    }
}
