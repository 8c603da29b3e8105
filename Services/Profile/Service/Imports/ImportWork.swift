import CommonModels
import ImportKit
import ProfileDomain
import ServiceKit
import StorageKit

/// The work of an import: reads the file, hands its events to the one writer of the log, and saves with them how far it is.
/// It is a job under a lease, so of several replicas one does it, and another goes on where one died.
struct ImportWork: Sendable {
    static let kind = "profile.import"

    let database: any Database
    let pieces: any ImportPieces
    let writer: IngestWriter
    let rulebook: IdentityRulebook
    /// What events must look like.
    let tracking: TrackingPlanCache
    let clock: WallClock
    let ids: IDGenerator

    func run(_ execution: JobExecution) async throws {
        guard let id = execution.input["import"]?.stringValue.flatMap({ ImportID($0) }),
            let record = try await database.read({ tx in try ImportStore.record(id, in: tx) })
        else { throw JobFailure("The import is gone.") }
        let progress = ImportProgressWriter(record: record, execution: execution, clock: clock)
        guard try await database.write({ tx in try progress.begin(in: tx) }) else { throw JobInterruption.cancelled }
        do {
            try await staged(record.file) { try await work(record, progress, pieces: $0) }
            try await end(.succeeded, nil, progress)
        } catch is ImportProgressWriter.Stopped {
            throw JobInterruption.cancelled
        } catch JobInterruption.cancelled {
            try await end(.cancelled, nil, progress)
            throw JobInterruption.cancelled
        } catch let error as ImportError {
            try await end(.failed, error.description, progress)
            throw JobFailure(error.description)
        } catch let failure as JobFailure {
            try await end(.failed, failure.reason, progress)
            throw failure
        } catch GroupCommitError.closed {
            // The service is stopping; the import goes on elsewhere, or here when it is back.
            throw CancellationError()
        }
    }

    private func staged(_ file: ImportFileID, _ body: ([String]) async throws -> Void) async throws {
        let paths = try await pieces.stage(file)
        do {
            try await body(paths)
        } catch {
            try? await pieces.unstage(file)  // the error below says what matters
            throw error
        }
        try await pieces.unstage(file)
    }

    private func work(_ record: ImportRecord, _ progress: ImportProgressWriter, pieces paths: [String]) async throws {
        guard let file = try await database.read({ tx in try ImportFileStore.file(record.file, in: tx) }) else {
            throw JobFailure("The file is gone.")
        }
        let refused = try await database.read { tx in
            try ImportStore.refused(by: record.id, before: record.position?.resumeRow ?? 1, in: tx)
        }
        var course = try ImportCourse(record, file, refused: refused)
        let (rulebook, writer, clock, ids, source) = (rulebook, writer, clock, ids, record.source)
        let tracking = tracking
        let pump = ImportPump(pieces: paths, record, from: course.ledger.state) { request, body in
            IngestSubmission(
                request, of: body, source: source, receivedAt: clock.now(), limits: .serverKey, rules: rulebook.rules, ids: ids,
                plan: writer.plan, tracking: tracking.latest)
        }
        var upcoming = try await pump.next()
        while let step = upcoming {
            try Task.checkCancellation()
            async let following = pump.next()
            try await take(step, &course, progress)
            try course.check()
            upcoming = try await following
        }
    }

    /// Stores one step and how far it went, together.
    private func take(_ step: ImportPump.Step, _ course: inout ImportCourse, _ progress: ImportProgressWriter) async throws {
        let before = course
        // What the tracking plan refuses is known only in the transaction that judges it.
        let save: @Sendable (IngestOutcome, any SQLTransaction) throws -> ImportCourse = { outcome, tx in
            var next = before
            let rejects = next.settle(step, outcome)
            try progress.save(step, state: next.ledger.state, rejects: rejects, outcome, in: tx)
            return next
        }
        if progress.record.isDryRun || step.submission.events.isEmpty {
            let tracking = tracking
            course = try await database.write { tx in
                let next = try save(Self.trial(of: step.submission, by: try tracking.plan(in: tx)), tx)
                if next.samples.count > before.samples.count { try progress.show(next.samples, in: tx) }
                return next
            }
        } else {
            var submission = step.submission
            submission.companion = IngestCompanion { outcome, tx in _ = try save(outcome, tx) }
            let outcome = try await submit(submission)
            _ = course.settle(step, outcome)
        }
    }

    /// What would become of events that are not stored; whether they are known already is not asked.
    private static func trial(of submission: IngestSubmission, by plan: TrackingPlan) -> IngestOutcome {
        var outcome = IngestOutcome()
        for (position, event) in submission.events.enumerated() {
            let reason = event.judged(by: plan, isOwn: submission.sender.isOwn)?.reason
            switch reason?.mode {
            case .quarantine?: outcome.quarantined += 1
            case .block?:
                guard let reason else { continue }
                outcome.refused.append(.init(index: submission.sent(at: position).index, reason: .planViolated(reason)))
            case .observe?, nil: outcome.accepted += 1
            }
        }
        return outcome
    }

    /// Waits while the writer has more than it can take.
    private func submit(_ submission: IngestSubmission) async throws -> IngestOutcome {
        while true {
            do {
                let outcome = try await writer.submit(submission)
                IngestMetrics.count(submission, outcome)
                return outcome
            } catch GroupCommitError.queueFull(let pause) {
                try await Task.sleep(for: pause)
            }
        }
    }

    private func end(_ phase: ImportPhase, _ reason: String?, _ progress: ImportProgressWriter) async throws {
        try await database.write { tx in try progress.end(phase, reason: reason, in: tx) }
    }
}
