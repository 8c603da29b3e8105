package import CommonModels
import JourneyDomain
package import StorageKit

/// Reads runs with their steps and sends.
package struct RunTraces: Sendable {
    package static let runsMax = 100
    private let runs = RunStore()

    package init() {}

    /// A person's runs, newest first; of a merged person, the survivor's.
    package func traces(of profile: ProfileID, in tx: any SQLTransaction) throws -> [RunTrace] {
        let living = try PersonReader().current(profile, in: tx)
        return try runs.runs(of: living, limit: Self.runsMax, in: tx).map { try trace(of: $0, in: tx) }
    }

    /// - Throws: ``JourneyError/runNotFound(_:)``
    package func trace(_ id: RunID, in tx: any SQLTransaction) throws -> RunTrace {
        guard let run = try runs.find(id, in: tx) else { throw JourneyError.runNotFound(id) }
        return try trace(of: run, in: tx)
    }

    private func trace(of run: Run, in tx: any SQLTransaction) throws -> RunTrace {
        RunTrace(
            run: run, journey: try JourneyStore().find(run.journeyID.rawValue, in: tx), steps: try StepStore().trace(of: run.id, in: tx),
            sends: try SendStore().sends(of: run.id, in: tx))
    }
}
