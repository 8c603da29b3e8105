import CommonModels
import HTTPTypes
import HummingbirdTesting
import ServiceKit
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("An import on two replicas", .enabled(if: TestEngine.available.contains(.postgres)))
struct ImportReplicaTests {
    @Test("goes on elsewhere when its worker goes silent, and nothing is stored twice or missed, though both work for a while")
    func takeover() async throws {
        try await TestInstallation.pair(of: ProfileService.self, engine: .postgres) { one, other in
            let (here, there) = (ImportTown(app: one), ImportTown(app: other))
            #expect(try await here.put("orders", ImportTown.mapping).status == .ok)
            // Uploaded to one, and the other has it.
            let file = try await here.upload(ImportTown.orders(30_000))
            let started = try await here.start(file).json
            let (id, job) = (try #require(started["id"]?.stringValue), try #require(started["jobId"]?.stringValue))
            while try await here.stored().isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            let worker = try #require(try await Self.holder(of: job, one))
            // By the other's clock the first has been silent for a minute; another import wakes it, and the older one goes first.
            other.time.advance(by: .seconds(60))
            let more = try await there.start(try await there.upload(ImportTown.orders(10, from: 50_001))).json
            let taker = try await Self.holder(of: job, other, after: worker)
            #expect(taker != nil && taker != worker, "the other took it while it was running")
            let second = try await there.ended(try #require(more["id"]?.stringValue))
            #expect(second["state"] == "succeeded")
            let done = try await there.ended(id)
            #expect(done["state"] == "succeeded")
            #expect(done["counts"]?["events"] == 27_000 && done["counts"]?["duplicates"] == 0 && done["counts"]?["rejectedRows"] == 3_000)
            let stored = try await here.stored()
            #expect(stored.count == 27_009 && Set(stored).count == 27_009)
            #expect(try await here.count("SELECT count(*) AS n FROM import_reject") == 3_001)
        }
    }

    /// Who works on the job; nil when nobody does.
    private static func holder(of job: String, _ app: TestInstallation) async throws -> String? {
        try await app.database.read { tx in
            try tx.row("SELECT lease_holder FROM maru_job WHERE id = $1 AND state = 'running'", [job])?.textOrNull("lease_holder")
        }
    }

    /// Waits until somebody else works on it, or nobody any more.
    private static func holder(of job: String, _ app: TestInstallation, after worker: String) async throws -> String? {
        while let holder = try await holder(of: job, app) {
            if holder != worker { return holder }
            try await Task.sleep(for: .milliseconds(2))
        }
        return nil
    }
}
