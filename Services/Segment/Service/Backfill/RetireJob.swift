import CommonModels
package import ServiceKit
package import StorageKit

/// Lets the members of a segment go that is archived or out of use, step by step. Nobody cancels it: who is no member any more must
/// not stay one.
package struct RetireJob: Sendable {
    package static let kind = "segment.retire"
    private static let stepMax = 1_000

    private let database: any Database
    private let maintainer: SegmentMaintainer

    package init(database: any Database, maintainer: SegmentMaintainer) {
        self.database = database
        self.maintainer = maintainer
    }

    static func start(
        _ segment: SegmentID, version: Int, size: Int64, jobs: JobStore, requestedBy: String, in tx: any SQLTransaction
    ) throws -> JobID {
        let input: JSONValue = ["segmentId": .string(segment.rawValue), "version": .integer(Int64(version))]
        return try jobs.start(kind: kind, input: input, total: size, mustFinish: true, requestedBy: requestedBy, in: tx).id
    }

    package func run(_ execution: JobExecution) async throws {
        guard let segment = execution.input["segmentId"]?.stringValue.flatMap({ SegmentID($0) }),
            let version = execution.input["version"]?.intValue
        else { throw JobFailure("The job names no segment.") }
        var done = execution.job.done
        while true {
            try Task.checkCancellation()
            let before = done
            let count = try await database.write { tx in
                let count = try maintainer.retire(segment, version: Int(version), limit: Self.stepMax, in: tx)
                try execution.report(done: before + Int64(count), in: tx)
                return count
            }
            guard count > 0 else { return }
            done += Int64(count)
        }
    }
}
