import CommonModels
package import ServiceKit
package import StorageKit

/// Brings every person in line with a segment's definition, in steps that each commit with their checkpoint:
/// after a crash it goes on where it was; people it has passed are kept true by the feed and the clock meanwhile.
package struct BackfillJob: Sendable {
    package static let kind = "segment.backfill"
    /// People of one step.
    private static let stepMax = 512

    private let database: any Database
    private let maintainer: SegmentMaintainer

    package init(database: any Database, maintainer: SegmentMaintainer) {
        self.database = database
        self.maintainer = maintainer
    }

    @discardableResult
    static func start(_ segment: SegmentID, jobs: JobStore, requestedBy: String, in tx: any SQLTransaction) throws -> JobID {
        let total = try tx.row("SELECT COUNT(*) AS total FROM projected_profile")?.integer("total")
        let input: JSONValue = ["segmentId": .string(segment.rawValue)]
        return try jobs.start(kind: kind, input: input, total: total, mustFinish: true, requestedBy: requestedBy, in: tx).id
    }

    package func run(_ execution: JobExecution) async throws {
        guard let segment = execution.input["segmentId"]?.stringValue.flatMap({ SegmentID($0) }) else {
            throw JobFailure("The job names no segment.")
        }
        var after = execution.checkpoint["after"]?.stringValue ?? ""
        var done = execution.job.done
        while true {
            try Task.checkCancellation()
            let (from, before) = (after, done)
            let step = try await database.write { tx -> (last: ProfileID, count: Int)? in
                guard let step = try maintainer.backfill(segment, after: from, limit: Self.stepMax, in: tx) else { return nil }
                let checkpoint: JSONValue = ["after": .string(step.last.rawValue)]
                try execution.report(done: before + Int64(step.count), checkpoint: checkpoint, in: tx)
                return step
            }
            guard let step else { return }
            after = step.last.rawValue
            done += Int64(step.count)
        }
    }
}
