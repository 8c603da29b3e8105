import CommonModels
import ImportKit
import ProfileDomain

/// An import as it is kept: what it reads, by which mapping, and how far it came.
struct ImportRecord: Sendable {
    let id: ImportID
    let file: ImportFileID
    let fileName: String
    let format: ImportFormat
    /// The saved mapping's name, and what it said when the import began; nil for JSON Lines of events.
    let mapping: String?
    let mappingDocument: String?
    let source: String
    let isDryRun: Bool
    let phase: ImportPhase
    /// Why it failed, in words.
    let reason: String?
    let job: JobID?
    let position: ImportState?
    /// Of a dry run: the first events as they would be stored.
    let samples: [String]
    let counts: Counts
    let pace: PaceStart?
    let createdAt: Instant
    let createdBy: String
    let updatedAt: Instant
    let finishedAt: Instant?

    struct Counts: Sendable {
        let rows: Int64
        /// Stored; of a dry run, those that would be.
        let events: Int64
        let duplicates: Int64
        /// Named somebody who was erased; nothing of them is kept.
        let erased: Int64
        /// Wait in quarantine: they do not fit the tracking plan.
        let quarantined: Int64
        /// Rows.
        let rejected: Int64
        let rejectBytes: Int64
        let leftOut: Int64
        /// Of the file as it was uploaded.
        let bytesRead: Int64
        let bytesTotal: Int64
    }

    /// Where the present stretch of work began.
    struct PaceStart: Sendable {
        let at: Instant
        let rows: Int64
        let bytes: Int64
    }

    /// How fast it goes; nil unless it is running.
    var speed: ImportPace? {
        guard phase == .running, let pace else { return nil }
        return ImportPace(
            rows: counts.rows - pace.rows, bytes: counts.bytesRead - pace.bytes, left: counts.bytesTotal - counts.bytesRead, from: pace.at,
            to: updatedAt)
    }

    /// The same, ended because its job did.
    func ended(as phase: ImportPhase, reason: String?) -> ImportRecord {
        ImportRecord(
            id: id, file: file, fileName: fileName, format: format, mapping: mapping, mappingDocument: mappingDocument, source: source,
            isDryRun: isDryRun, phase: phase, reason: reason ?? self.reason, job: job, position: position, samples: samples,
            counts: counts, pace: nil, createdAt: createdAt, createdBy: createdBy, updatedAt: updatedAt, finishedAt: updatedAt)
    }
}
