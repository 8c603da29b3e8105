import StorageKit
import TestFixtures
import Testing

extension TestInstallation {
    /// Waits until no job of the service waits or runs.
    func jobsEnded() async throws {
        let end = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < end {
            let open = try await database.read { tx in
                try tx.row("SELECT count(*) AS n FROM maru_job WHERE state IN ('queued', 'running')")?.int("n")
            }
            if open == 0 { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("jobs do not end")
    }
}
