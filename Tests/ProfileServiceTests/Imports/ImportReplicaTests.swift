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
            let file = try await here.upload(ImportTown.orders(15_000))
            let id = try #require(try await here.start(file).json["id"]?.stringValue)
            while try await here.stored().isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            let worker = try await Self.holder(one)
            // By the other's clock the first has been silent for a minute; another import wakes it, and the older one goes first.
            other.time.advance(by: .seconds(60))
            let second = try await there.run(try await there.upload(ImportTown.orders(10, from: 50_001)))
            #expect(second["state"] == "succeeded")
            let done = try await there.ended(id)
            #expect(done["state"] == "succeeded")
            #expect(done["counts"]?["events"] == 13_500 && done["counts"]?["duplicates"] == 0 && done["counts"]?["rejectedRows"] == 1_500)
            let stored = try await here.stored()
            #expect(stored.count == 13_509 && Set(stored).count == 13_509)
            #expect(try await here.count("SELECT count(*) AS n FROM import_reject") == 1_501)
            #expect(worker != nil)
        }
    }

    private static func holder(_ app: TestInstallation) async throws -> String? {
        try await app.database.read { tx in
            try tx.row("SELECT lease_holder FROM maru_job WHERE kind = 'profile.import' AND state = 'running'")?.textOrNull("lease_holder")
        }
    }
}
