/// Which batches are acknowledged, and from which row on an import would have to begin again.
package struct ImportLedger: Sendable {
    package private(set) var state: ImportState
    private var settled: [Int: (batch: EventBatch, refused: [RowReject])] = [:]
    private var nextNumber = 1
    private let hasGroups: Bool

    package init(state: ImportState, hasGroups: Bool) {
        self.state = state
        self.hasGroups = hasGroups
    }

    /// Takes the answer to a batch. Batches may be settled in any order; the state moves on without gaps.
    /// - Returns: rejects to write down now.
    package mutating func settle(_ batch: EventBatch, refused: [RowReject]) -> [RowReject] {
        settled[batch.number] = (batch, refused)
        var rejects: [RowReject] = []
        while let (batch, refused) = settled.removeValue(forKey: nextNumber) {
            nextNumber += 1
            rejects += batch.rejects + refused
            state.acknowledgedEvents += batch.events.count - refused.count
            state.rejectedRows += (batch.rejects + refused).reduce(0) { $0 + $1.rows.count }
            // Resumed, the rows before are counted again from the beginning.
            state.leftOutRows = max(state.leftOutRows, batch.counts.leftOut)
            state.resumeRow = max(state.resumeRow, batch.resumeRow)
            if hasGroups {
                let refusedRows = Set(refused.map(\.rows.lowerBound))
                for event in batch.events where !refusedRows.contains(event.firstRow) {
                    state.acknowledge(event.key, lastRow: event.lastRow)
                }
                state.forgetKeys(before: state.resumeRow)
            }
        }
        return rejects
    }

    package mutating func finish() { state.isFinished = true }
}
