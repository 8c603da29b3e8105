import CommonModels
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ServiceKit
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Imports the service runs")
struct ImportTests {
    @Test("every good row is an event once, every bad one is kept with its reason", arguments: TestEngine.available)
    func whole(engine: TestEngine) async throws {
        try await ImportTown.with(engine) { town in
            let file = try await town.upload(ImportTown.orders(5_000), pieces: 3)
            let done = try await town.run(file)
            #expect(done["state"] == "succeeded", "\(done.serialized)")
            let counts = try #require(done["counts"])
            #expect(counts["rows"] == 5_000 && counts["events"] == 4_500 && counts["rejectedRows"] == 500 && counts["duplicates"] == 0)
            #expect(counts["bytesRead"] == counts["bytes"])
            let stored = try await town.stored()
            #expect(stored.count == 4_500 && Set(stored).count == 4_500 && stored.first == "shop:o1")
            #expect(try await town.count("SELECT count(*) AS n FROM event WHERE source = 'shop' AND name = 'Order Completed'") == 4_500)
            let csv = try await town.app.get("/v1/imports/\(done["id"]?.stringValue ?? "")/rejects.csv")
            #expect(csv.headers[.contentType]?.hasPrefix("text/csv") == true)
            let lines = csv.text.split(separator: "\n")
            #expect(lines.count == 501 && lines[0] == "row,last_row,reason,content")
            #expect(lines[1] == #"10,10,revenue: 'free' is not of type decimal,"o10,c10,2026-03-01T09:00:00Z,free""#)
            // The same file again stores nothing twice, and says so.
            let again = try await town.run(file)
            #expect(again["counts"]?["events"] == 0 && again["counts"]?["duplicates"] == 4_500)
            #expect(try await town.stored().count == 4_500)
        }
    }

    @Test("a dry run shows the first events and every bad row, and stores nothing", arguments: TestEngine.available)
    func dryRun(engine: TestEngine) async throws {
        try await ImportTown.with(engine) { town in
            var text = ImportTown.orders(30)
            text += "o31,c1,1850-01-01T00:00:00Z,1\n"
            let done = try await town.run(try await town.upload(text), ["mapping": "orders", "dryRun": true])
            #expect(done["state"] == "succeeded" && done["dryRun"] == true)
            #expect(done["counts"]?["events"] == 27 && done["counts"]?["rejectedRows"] == 4)
            #expect(done["samples"]?.arrayValue?.count == 5)
            #expect(done["samples"]?.arrayValue?.first?.stringValue?.contains("\"messageId\":\"shop:o1\"") == true)
            let csv = try await town.app.get("/v1/imports/\(done["id"]?.stringValue ?? "")/rejects.csv").text
            #expect(csv.split(separator: "\n").count == 5 && csv.contains("31,31,The event lies before 1990"))
            #expect(try await town.stored().isEmpty)
            #expect(try await town.count("SELECT count(*) AS n FROM ingest_rejection") == 0)
            let reader = try town.app.keys.server(.profileRead)
            let seen = try await town.app.send(.get, "/v1/imports/\(done["id"]?.stringValue ?? "")", key: reader)
            #expect(try seen.status == .ok && seen.json["samples"] == nil, "who may not import sees no rows")
        }
    }

    @Test("JSON Lines of events need no mapping and are stored once without ids of their own", arguments: TestEngine.available)
    func lines(engine: TestEngine) async throws {
        try await ImportTown.with(engine) { town in
            var lines = (1...300).map { #"{"type":"track","event":"Visit","userId":"u\#($0 % 9)","timestamp":"2026-02-01T00:00:00Z"}"# }
            // As deep as JSON may be here, and no deeper than one event may be.
            lines.append(
                #"{"type":"track","event":"Deep","userId":"u","properties":{"a":"# + String(repeating: "[", count: 29)
                    + String(repeating: "]", count: 29) + "}}")
            lines.append(#"{"type":"track","userId":"u"}"#)
            lines.append("nonsense")
            let text = lines.joined(separator: "\n")
            let done = try await town.run(try await town.upload(text, name: "visits.jsonl"), [:])
            #expect(done["format"] == "jsonl" && done["source"] == "import")
            #expect(done["counts"]?["events"] == 301 && done["counts"]?["rejectedRows"] == 2, "\(done.serialized)")
            let again = try await town.run(try await town.upload(text, name: "copy.ndjson"), [:])
            #expect(again["counts"]?["events"] == 0 && again["counts"]?["duplicates"] == 301)
            let csv = try await town.app.get("/v1/imports/\(done["id"]?.stringValue ?? "")/rejects.csv").text
            #expect(csv.contains("302,302,event is required.") && csv.contains("303,303,is not a JSON object"))
        }
    }

    @Test("paused, an import stores nothing more; it goes on after the last row that was stored", arguments: TestEngine.available)
    func pause(engine: TestEngine) async throws {
        try await ImportTown.with(engine) { town in
            let file = try await town.upload(ImportTown.orders(12_000))
            let started = try await town.start(file).json
            let (id, job) = (try #require(started["id"]?.stringValue), try #require(started["jobId"]?.stringValue))
            while try await town.stored().isEmpty { try await Task.sleep(for: .milliseconds(2)) }
            let paused = try await town.app.post("/v1/imports/\(id)/pause", [:])
            #expect(try paused.status == .accepted && paused.json["state"] == "paused")
            let counted = try await town.show(id)["counts"]?["events"]?.intValue ?? -1
            let stored = try await town.stored().count
            #expect(Int64(stored) == counted && stored < 10_800, "what is stored is what is counted, and no more comes")
            #expect(try await town.app.post("/v1/imports/\(id)/pause", [:]).problem == "import-state")
            #expect(try await town.app.send(.delete, "/v1/import-files/\(file)", key: town.app.keys.admin).problem == "file-in-use")
            // Its worker found out, and is done: had it gone on, its next step would be there.
            #expect(try await town.jobEnded(job) == "cancelled")
            #expect(try await town.stored().count == stored)
            #expect(try await town.app.post("/v1/imports/\(id)/resume", [:]).status == .accepted)
            let done = try await town.ended(id)
            #expect(done["state"] == "succeeded")
            #expect(done["counts"]?["events"] == 10_800 && done["counts"]?["duplicates"] == 0 && done["counts"]?["rejectedRows"] == 1_200)
            #expect(try await Set(town.stored()).count == 10_800)
        }
    }

    @Test("a stretch of rows that give no event is left when the import is cancelled", arguments: TestEngine.available)
    func cancelledBetween(engine: TestEngine) async throws {
        try await ImportTown.with(engine) { town in
            var mapping = ImportTown.mapping.objectValue ?? [:]
            mapping["where"] = [["column": "id", "startsWith": "wanted"]]
            #expect(try await town.put("few", .object(mapping)).status == .ok)
            let rows = 600_000
            let text = "id,customer,at,amount\n" + String(repeating: "o,c,t,1\n", count: rows)
            let started = try await town.start(try await town.upload(text, pieces: 2), ["mapping": "few"]).json
            let (id, job) = (try #require(started["id"]?.stringValue), try #require(started["jobId"]?.stringValue))
            while try await town.show(id)["counts"]?["rows"] == 0 { try await Task.sleep(for: .milliseconds(2)) }
            #expect(try await town.app.post("/v1/imports/\(id)/cancel", [:]).status == .accepted)
            #expect(try await town.jobEnded(job) == "cancelled")
            let counts = try #require(try await town.show(id)["counts"])
            let read = try #require(counts["rows"]?.intValue)
            #expect(read > 0 && read < Int64(rows) && counts["leftOutRows"] == .integer(read), "\(counts.serialized)")
        }
    }

    @Test("what the tracking plan refuses is a refused row, what it holds back is counted; a dry run says the same")
    func plan() async throws {
        try await ImportTown.with { town in
            func entry(_ name: String, _ mode: String, _ maximum: Int64) async throws {
                let schema: JSONValue = ["type": "object", "properties": ["revenue": ["type": "number", "maximum": .integer(maximum)]]]
                let put = try await town.app.post(
                    "/v1/tracking-plan/track/\(name)", ["mode": .string(mode), "schema": schema], method: .put, headers: [.ifMatch: "*"])
                #expect(put.status == .ok, "\(put.text)")
            }
            try await entry("Order%20Completed", "block", 100)
            var mapping = ImportTown.mapping.objectValue ?? [:]
            mapping["event"] = ["name": "Order Paid"]
            mapping["messageId"] = "paid:{id}"
            #expect(try await town.put("paid", .object(mapping)).status == .ok)
            try await entry("Order%20Paid", "quarantine", 100)
            let file = try await town.upload(
                "id,customer,at,amount\no1,c1,2026-03-01T09:00:00Z,1\no2,c2,2026-03-01T09:00:00Z,999\no3,c3,2026-03-01T09:00:00Z,2\n")
            for isDryRun in [true, false] {
                let refused = try await town.run(file, ["mapping": "orders", "dryRun": .bool(isDryRun)])
                #expect(refused["state"] == "succeeded")
                let counts = try #require(refused["counts"])
                #expect(counts["events"] == 2 && counts["rejectedRows"] == 1 && counts["quarantined"] == 0, "\(counts.serialized)")
                let csv = try await town.app.get("/v1/imports/\(refused["id"]?.stringValue ?? "")/rejects.csv").text
                #expect(csv.split(separator: "\n").count == 2 && csv.contains("2,2,") && csv.contains("shop:o2"), "\(csv)")
                let held = try #require(try await town.run(file, ["mapping": "paid", "dryRun": .bool(isDryRun)])["counts"])
                #expect(held["events"] == 2 && held["rejectedRows"] == 0 && held["quarantined"] == 1, "\(held.serialized)")
            }
            #expect(try await town.stored().count == 4)
            #expect(try await town.count("SELECT count(*) AS n FROM quarantined_event") == 1)
        }
    }

    @Test("cancelled, an import is over and keeps what it stored")
    func cancel() async throws {
        try await ImportTown.with { town in
            let id = try #require(try await town.start(try await town.upload(ImportTown.orders(12_000))).json["id"]?.stringValue)
            while try await town.stored().isEmpty { try await Task.sleep(for: .milliseconds(2)) }
            #expect(try await town.app.post("/v1/imports/\(id)/cancel", [:]).status == .accepted)
            let stored = try await town.stored().count
            #expect(stored < 10_800)
            #expect(try await town.app.post("/v1/imports/\(id)/resume", [:]).problem == "import-state")
            #expect(try await town.show(id)["state"] == "cancelled")
        }
    }

    @Test("cancelled as a job, the import is cancelled as well")
    func cancelledJob() async throws {
        try await ImportTown.with { town in
            let started = try await town.start(try await town.upload(ImportTown.orders(12_000))).json
            let (id, job) = (try #require(started["id"]?.stringValue), try #require(started["jobId"]?.stringValue))
            #expect(try await town.app.post("/v1/jobs/\(job)/cancel", [:]).status == .accepted)
            #expect(try await town.ended(id)["state"] == "cancelled")
        }
    }

    @Test("a file that does not fit its mapping fails in words, and can be resumed for nothing else")
    func misfit() async throws {
        try await ImportTown.with { town in
            let done = try await town.run(try await town.upload("number,who\n1,2\n"))
            #expect(done["state"] == "failed")
            #expect(done["reason"]?.stringValue?.contains("the file has no column of this name") == true)
            let damaged = try await town.run(try await town.upload("\u{1f}\u{8b}", name: "a.csv.gz"))
            #expect(damaged["state"] == "failed")
        }
    }

    @Test("what somebody erased said is not imported again, and rows that name them go")
    func erased() async throws {
        try await ImportTown.with { town in
            let app = town.app
            let file = try await town.upload("id,customer,at,amount\no1,kim,2026-03-01T00:00:00Z,1\no2,kim,2026-03-01T00:00:00Z,x\n")
            let first = try await town.run(file)
            #expect(first["counts"]?["events"] == 1 && first["counts"]?["rejectedRows"] == 1)
            let opened = try await app.post(
                "/v1/cases", ["kind": "erase", "subject": ["identity": ["namespace": "userId", "value": "kim"]]])
            let id = try #require(try opened.json["id"]?.stringValue)
            _ = try await app.post("/v1/cases/\(id)/identity-check", ["method": "signedIn"])
            _ = try await app.post("/v1/cases/\(id)/run", [:])
            #expect(try await town.count("SELECT count(*) AS n FROM import_reject") == 0)
            let again = try await town.run(file)
            #expect(again["counts"]?["events"] == 0 && again["counts"]?["erased"] == 1)
            #expect(try await town.stored().isEmpty)
        }
    }

    @Test("old files go, then old imports with their rows; a paused one keeps its file", arguments: TestEngine.available)
    func sweep(engine: TestEngine) async throws {
        try await ImportTown.with(engine) { town in
            let done = try await town.run(try await town.upload(ImportTown.orders(20)))
            let waiting = try await town.upload(ImportTown.orders(20))
            try await town.sweep()
            #expect(try await town.count("SELECT count(*) AS n FROM import_file") == 2)
            town.app.time.advance(by: .days(8))
            try await town.sweep()
            #expect(try await town.count("SELECT count(*) AS n FROM import_file") == 0)
            #expect(try await town.count("SELECT count(*) AS n FROM import_piece") == 0)
            #expect(try await town.start(waiting).status == .notFound)
            #expect(try await town.show(done["id"]?.stringValue ?? "")["state"] == "succeeded")
            town.app.time.advance(by: .days(30))
            try await town.sweep()
            #expect(try await town.count("SELECT count(*) AS n FROM file_import") == 0)
            #expect(try await town.count("SELECT count(*) AS n FROM import_reject") == 0)
            if engine == .sqlite {
                let left = try FileManager.default.contentsOfDirectory(atPath: town.app.settings.serviceFolder + "/imports")
                #expect(left == [])
            }
        }
    }
}
