import CommonModels
package import ReportingDomain
package import ServiceKit
package import StorageKit

/// The job that computes new measures over facts that are already there.
package struct MeasureRebuild: Sendable {
    package static let kind = "reporting.rebuild"

    private let database: any Database
    private let calendar: FiscalCalendar

    package init(database: any Database, calendar: FiscalCalendar) {
        self.database = database
        self.calendar = calendar
    }

    /// Steps of a few thousand facts, each its own transaction with the progress, so that it goes on where it was.
    package var handler: JobHandler {
        { [database, calendar] execution in
            var goesOn = true
            while goesOn {
                goesOn = try await database.write { transaction in
                    let worked = try MeasureTable.rebuildStep(calendar: calendar, in: transaction)
                    let progress = try MeasureTable.progress(in: transaction)
                    try execution.report(done: progress.done, total: progress.total, in: transaction)
                    return worked
                }
            }
        }
    }

    /// Queues the job when some measure is not computed to its end.
    static func startIfDue(_ jobs: JobStore, by person: String, in transaction: any SQLTransaction) throws {
        let progress = try MeasureTable.progress(in: transaction)
        guard !progress.isComplete else { return }
        let open = try transaction.row("SELECT 1 AS one FROM maru_job WHERE kind = $1 AND state = 'queued' LIMIT 1", [kind])
        guard open == nil else { return }
        _ = try jobs.start(kind: kind, total: progress.total, mustFinish: true, requestedBy: person, in: transaction)
    }
}
