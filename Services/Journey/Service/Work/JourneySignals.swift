package import JourneyDomain
package import StorageKit

/// What wakes the loops of this process.
package struct JourneySignals: Sendable {
    package let runs = WakeSignal()
    package let decisions = WakeSignal()
    /// One a channel.
    package let sends = Dictionary(uniqueKeysWithValues: MessageChannel.allCases.map { ($0, WakeSignal()) })
    package let facts = WakeSignal()

    package init() {}

    /// Wakes every loop when the transaction has committed.
    package func raiseAll(afterCommitOf tx: any SQLTransaction) {
        let signals = self
        tx.afterCommit {
            signals.runs.raise()
            signals.decisions.raise()
            for signal in signals.sends.values { signal.raise() }
            signals.facts.raise()
        }
    }
}
