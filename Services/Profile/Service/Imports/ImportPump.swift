import CommonModels
import ImportKit
import NIOCore
import NIOPosix
import ProfileDomain
import Synchronization

/// Reads a file's events step by step and makes them ready for the writer. It works on a thread for blocking work, so that
/// requests are answered beside it, and one step ahead of the writer.
final class ImportPump: Sendable {
    /// Makes calls of a body ready for the writer.
    typealias Prepare = @Sendable (IngestRequest, _ body: ByteBuffer) -> IngestSubmission

    /// Some of a file's events.
    struct Step: Sendable {
        let batch: EventBatch
        let submission: IngestSubmission
        /// Bytes of the file used so far.
        let bytesRead: Int
    }

    private let batches = Mutex<BatchReader?>(nil)
    private let open: @Sendable (_ isStopped: () -> Bool) throws -> BatchReader
    private let prepare: Prepare
    private let isStopped = Mutex(false)

    init(pieces: [String], _ record: ImportRecord, from state: ImportState, prepare: @escaping Prepare) {
        open = { isStopped in
            let mapping = try record.mappingDocument.map { try ImportMapping(yaml: $0) }
            let source = try EventSource(
                format: record.format, mapping: mapping, path: record.fileName, resuming: state, isStopped: isStopped
            ) {
                try ByteSources.open(pieces: pieces, name: record.fileName)
            }
            return BatchReader(source, eventsMax: ImportLimits.stepEvents, bytesMax: ImportLimits.stepBytes)
        }
        self.prepare = prepare
    }

    /// The first step takes as long as finding out whose the rows are, when the mapping asks for it.
    /// - Returns: nil when everything was given; the last step may have no events.
    /// - Throws: ``ImportError``
    func next() async throws -> Step? {
        try await withTaskCancellationHandler {
            try await NIOThreadPool.singleton.runIfActive { [self] in try read() }
        } onCancel: {
            isStopped.withLock { $0 = true }
        }
    }

    private func read() throws -> Step? {
        let taken: (EventBatch, Int)? = try batches.withLock { opened in
            var batches = try opened.take() ?? open { isStopped.withLock { $0 } }
            defer { opened = batches }
            return try batches.next().map { ($0, batches.consumedBytes) }
        }
        guard let (batch, bytesRead) = taken else { return nil }
        var body = ByteBuffer()
        body.reserveCapacity(batch.events.reduce(0) { $0 + $1.json.count })
        var calls: [Range<Int>] = []
        calls.reserveCapacity(batch.events.count)
        for event in batch.events {
            calls.append(body.writerIndex..<body.writerIndex + event.json.count)
            body.writeBytes(event.json)
        }
        let request = body.withUnsafeReadableBytes { raw in
            raw.withMemoryRebound(to: UInt8.self) { IngestRequest(body: $0, calls: calls, limits: .serverKey) }
        }
        return Step(batch: batch, submission: prepare(request, body), bytesRead: bytesRead)
    }
}
