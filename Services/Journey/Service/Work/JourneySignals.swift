package import JourneyDomain
package import StorageKit

/// What wakes the loops of this process.
package struct JourneySignals: Sendable {
    package let backfills = WakeSignal()
    package let archives = WakeSignal()
    package let signalled = WakeSignal()
    package let runs = WakeSignal()
    package let decisions = WakeSignal()
    /// One a channel.
    package let sends = Dictionary(uniqueKeysWithValues: MessageChannel.allCases.map { ($0, WakeSignal()) })
    package let facts = WakeSignal()

    private var all: [WakeSignal] { [backfills, archives, signalled, runs, decisions, facts] + sends.values }

    package init() {}

    /// Wakes every loop when the transaction has committed.
    package func raiseAll(afterCommitOf tx: any SQLTransaction) {
        let signals = self
        tx.afterCommit {
            for signal in signals.all { signal.raise() }
        }
    }
}
