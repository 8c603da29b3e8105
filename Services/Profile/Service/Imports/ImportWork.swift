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
        var course = try ImportCourse(record, file)
        let (rulebook, writer, clock, ids, source) = (rulebook, writer, clock, ids, record.source)
        let pump = try ImportPump(pieces: paths, record, from: course.ledger.state) { request, body in
            IngestSubmission(
                request, of: body, source: source, receivedAt: clock.now(), limits: .serverKey, rules: rulebook.rules, ids: ids,
                plan: writer.plan)
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
        var next = course
        let rejects = next.settle(step)
        let (state, samples) = (next.ledger.state, next.samples)
        if progress.record.isDryRun || step.submission.events.isEmpty {
            let outcome = IngestOutcome(accepted: step.submission.events.count)
            let isShown = samples.count > course.samples.count
            try await database.write { tx in
                try progress.save(step, state: state, rejects: rejects, outcome, in: tx)
                if isShown { try progress.show(samples, in: tx) }
            }
        } else {
            var submission = step.submission
            submission.companion = IngestCompanion { outcome, tx in
                try progress.save(step, state: state, rejects: rejects, outcome, in: tx)
            }
            try await submit(submission)
        }
        course = next
    }

    /// Waits while the writer has more than it can take.
    private func submit(_ submission: IngestSubmission) async throws {
        while true {
            do {
                let outcome = try await writer.submit(submission)
                return IngestMetrics.count(submission, outcome)
            } catch GroupCommitError.queueFull(let pause) {
                try await Task.sleep(for: pause)
            }
        }
    }

    private func end(_ phase: ImportPhase, _ reason: String?, _ progress: ImportProgressWriter) async throws {
        try await database.write { tx in try progress.end(phase, reason: reason, in: tx) }
    }
}
