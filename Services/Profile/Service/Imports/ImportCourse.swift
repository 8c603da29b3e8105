import ImportKit
import ProfileDomain
import ServiceKit

/// Where an import is, as its worker keeps it between two steps.
struct ImportCourse: Sendable {
    private(set) var ledger: ImportLedger
    private(set) var samples: [String]
    private var rejectBytes: Int64
    private let isDryRun: Bool

    /// - Throws: ``ImportError/invalidMapping(_:)``
    /// - Parameter refused: what was refused of rows that are not read again.
    init(_ record: ImportRecord, _ file: ImportFileStore.Stored, refused: ImportStore.Refused) throws {
        let fresh = ImportState(fileBytes: Int(file.bytes), contentFingerprint: file.fingerprint, mappingFingerprint: 0)
        let mapping = try record.mappingDocument.map { try ImportMapping(yaml: $0) }
        var state = record.position ?? fresh
        state.rejectedRows = refused.rows
        ledger = ImportLedger(state: state, hasGroups: mapping?.hasGroups ?? false)
        samples = record.samples
        rejectBytes = refused.bytes
        isDryRun = record.isDryRun
    }

    /// Moves on past a step.
    /// - Parameter outcome: what became of its events; some may not fit the tracking plan.
    /// - Returns: the rows it refused, be it the mapping, ingest or the tracking plan that did.
    mutating func settle(_ step: ImportPump.Step, _ outcome: IngestOutcome) -> [RowReject] {
        let reasons = step.submission.rejected.map { ($0.index, $0.reason) } + outcome.refused.map { ($0.index, $0.reason) }
        let refused = reasons.sorted { $0.0 < $1.0 }.map { index, reason in
            let event = step.batch.events[index]
            let text = String(decoding: event.json.prefix(ImportLimits.rejectTextMax), as: UTF8.self)
            return RowReject(rows: event.firstRow...event.lastRow, reason: reason.detail, text: text)
        }
        let rejects = ledger.settle(step.batch, refused: refused)
        rejectBytes += Int64(rejects.reduce(0) { $0 + $1.bytes })
        if isDryRun {
            for event in step.batch.events.prefix(max(0, ImportLimits.samplesMax - samples.count)) {
                samples.append(String(decoding: event.json.prefix(ImportLimits.sampleBytesMax), as: UTF8.self))
            }
        }
        return rejects
    }

    /// - Throws: `JobFailure` when so much is refused that something else is wrong than the rows.
    func check() throws {
        guard ledger.state.rejectedRows > ImportLimits.rejectsMax || rejectBytes > ImportLimits.rejectBytesMax else { return }
        throw JobFailure(
            "\(ledger.state.rejectedRows) rows were refused. Look at the first of them: the mapping may not fit the file.")
    }
}
