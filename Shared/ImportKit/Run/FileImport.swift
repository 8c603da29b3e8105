/// Imports one file: reads, groups, sends with several requests in flight, remembers how far it came.
package struct FileImport: Sendable {
    /// Where things are on disk.
    package struct Paths: Sendable {
        package let data: String
        package let state: String
        package let rejects: String

        package init(data: String, state: String? = nil, rejects: String? = nil) {
            self.data = data
            self.state = state ?? data + ".import-state.json"
            self.rejects = rejects ?? data + ".rejects.csv"
        }
    }

    /// Requests in flight when nothing else is said.
    package static let inFlightDefault = 4

    private let mapping: ImportMapping?
    private let mappingText: String
    private let format: ImportFormat
    private let paths: Paths
    private let inFlight: Int

    /// - Parameters:
    ///   - yaml: the mapping; nil for JSON Lines of events.
    ///   - format: told from the file's name when not given.
    /// - Throws: ``ImportError/invalidMapping(_:)``, ``ImportError/mappingMissing(path:)``
    package init(
        mapping yaml: String?, format: ImportFormat? = nil, paths: Paths, inFlight: Int = inFlightDefault
    ) throws(ImportError) {
        if let yaml { mapping = try ImportMapping(yaml: yaml) } else { mapping = nil }
        mappingText = yaml ?? ""
        self.format = format ?? ImportFormat(fileName: paths.data)
        self.paths = paths
        self.inFlight = max(1, inFlight)
        if mapping == nil, self.format == .csv { throw ImportError.mappingMissing(path: paths.data) }
    }

    /// Reads everything and sends nothing.
    /// - Returns: the counts and the first events, as they would be sent.
    package func dryRun(samples: Int = 3, report: (ImportProgress) -> Void = { _ in }) throws -> (
        progress: ImportProgress, samples: [String], rejects: [RowReject]
    ) {
        var batches = try batches(
            ImportState(fileBytes: 0, contentFingerprint: ContentFingerprint.of(paths.data), mappingFingerprint: 0))
        var progress = ImportProgress(bytesTotal: ByteSources.size(of: paths.data))
        var texts: [String] = []
        var rejects: [RowReject] = []
        while let batch = try batches.next() {
            for event in batch.events where texts.count < samples { texts.append(String(decoding: event.json, as: UTF8.self)) }
            if rejects.count < 1_000 { rejects += batch.rejects }
            progress.update(batch, batches)
            progress.eventsAcknowledged += batch.events.count
            progress.rowsRejected = batch.counts.rejected
            report(progress)
        }
        return (progress, texts, rejects)
    }

    /// Sends everything that is not acknowledged yet.
    /// - Parameter pause: waits before a repetition.
    /// - Throws: ``ImportError``; running it again goes on where it stopped.
    package func run(
        delivery: any BatchDelivery, pause: @escaping @Sendable (Duration) async throws -> Void, report: (ImportProgress) -> Void = { _ in }
    ) async throws -> ImportState {
        var saved = try ImportState.load(
            paths.state, fileBytes: ByteSources.size(of: paths.data), contentFingerprint: ContentFingerprint.of(paths.data),
            mapping: mappingText)
        if saved.isFinished { return saved }
        var batches = try batches(saved)
        let rejects = try RejectFile(paths.rejects, resumeRow: saved.resumeRow)
        saved.rejectedRows = rejects.keptRows
        var ledger = ImportLedger(state: saved, hasGroups: mapping?.hasGroups ?? false)
        var progress = ImportProgress(bytesTotal: ByteSources.size(of: paths.data))
        let sender = BatchSender(delivery: delivery, pause: pause)
        try await withThrowingTaskGroup(of: (EventBatch, [RowReject]).self) { group in
            var running = 0
            func settleOne() async throws {
                guard let (batch, refused) = try await group.next() else { return }
                running -= 1
                try rejects.append(ledger.settle(batch, refused: refused))
                try ledger.state.save(paths.state)
                progress.update(ledger.state)
                report(progress)
            }
            while let batch = try batches.next() {
                if running >= inFlight { try await settleOne() }
                progress.update(batch, batches)
                running += 1
                group.addTask { (batch, try await sender.send(batch.events[...])) }
            }
            while running > 0 { try await settleOne() }
        }
        ledger.finish()
        try ledger.state.save(paths.state)
        progress.update(ledger.state)
        report(progress)
        return ledger.state
    }

    private func batches(_ state: ImportState) throws -> BatchReader {
        BatchReader(
            try EventSource(format: format, mapping: mapping, path: paths.data, resuming: state) { try ByteSources.open(paths.data) })
    }
}

extension ImportProgress {
    mutating func update(_ batch: EventBatch, _ batches: BatchReader) {
        rowsRead = batch.counts.read
        rowsLeftOut = batch.counts.leftOut
        bytesRead = batches.consumedBytes
    }

    mutating func update(_ state: ImportState) {
        eventsAcknowledged = state.acknowledgedEvents
        rowsRejected = state.rejectedRows
        rowsLeftOut = state.leftOutRows
    }
}
