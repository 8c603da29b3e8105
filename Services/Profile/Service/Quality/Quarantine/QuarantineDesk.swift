import CommonModels
import ProfileDomain
import ServiceKit
import StorageKit

/// Starts what is done with events in quarantine, and says how far it is.
struct QuarantineDesk: Sendable {
    static let runsMax = 20
    static let reasonLengthMax = 500  // characters

    enum Action: String, Sendable {
        /// Looks at the events again by the plan of now, and takes those that fit.
        case replay
        /// Lets them go.
        case discard

        var jobKind: String { "profile.quarantine-\(rawValue)" }
    }

    /// One job and what it came to.
    struct Run: Sendable {
        let job: Job
        let action: Action
        let reason: String?
        let taken: Int64
        /// Named somebody who was erased since; nothing of them is stored.
        let erased: Int64
        let kept: Int64
        let discarded: Int64
    }

    let database: any Database
    let jobs: JobStore
    let audit: AuditLog

    /// Starts a job over everything that matches now; what comes later is not touched.
    /// - Throws: ``Problem/validation(_:)``.
    func start(_ action: Action, _ filter: QuarantineFilter, reason: String?, by context: ServiceContext) async throws -> Job {
        let reason = reason.map { String($0.prefix(Self.reasonLengthMax + 1)) }
        if action == .discard, !(1...Self.reasonLengthMax).contains(reason?.count ?? 0) {
            throw Problem.validation([Problem.Fault("must say why, in 1 to \(Self.reasonLengthMax) characters", pointer: "/reason")])
        }
        return try await database.write { tx in
            let until = try tx.row("SELECT max(quarantine_id) AS n FROM quarantined_event")?.integerOrNull("n") ?? 0
            var input: JSONObject = ["filter": filter.json, "until": .integer(until)]
            if let reason { input["reason"] = .string(reason) }
            let told = input
            if let text = filter.text { input[JobStore.privateMember] = ["text": .string(text)] }
            let total = try Self.total(filter, until: until, in: tx)
            let job = try jobs.start(
                kind: action.jobKind, input: .object(input), total: total, requestedBy: context.principal?.id ?? "", in: tx)
            try audit.record(
                context, action: "quarantine.\(action.rawValue)", object: job.id.rawValue, detail: .object(told), in: tx)
            return job
        }
    }

    /// The latest runs of both kinds, the newest first.
    func runs() async throws -> [Run] {
        var runs: [Run] = []
        for action in [Action.replay, .discard] {
            runs += try await jobs.jobs(kind: action.jobKind, limit: Self.runsMax).map { Self.run($0, action) }
        }
        return Array(runs.sorted { ($0.job.createdAt, $0.job.id.rawValue) > ($1.job.createdAt, $1.job.id.rawValue) }.prefix(Self.runsMax))
    }

    private static func run(_ job: Job, _ action: Action) -> Run {
        func count(_ name: String) -> Int64 { job.checkpoint[name]?.intValue ?? 0 }
        return Run(
            job: job, action: action, reason: job.input["reason"]?.stringValue, taken: count("taken"), erased: count("erased"),
            kept: count("kept"), discarded: count("discarded"))
    }

    /// Unknown where every event would have to be read to tell.
    private static func total(_ filter: QuarantineFilter, until: Int64, in tx: any SQLTransaction) throws -> Int64? {
        guard filter.text == nil else { return nil }
        var values: [any SQLBindable] = [until]
        let conditions = filter.conditions(tx.engine, values: &values)
        return try tx.row("SELECT count(*) AS n FROM quarantined_event WHERE quarantine_id <= $1\(conditions)", values)?.integer("n")
    }
}
