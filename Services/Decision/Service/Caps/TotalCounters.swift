import DecisionDomain
import Synchronization

/// Counters over everybody, as this replica last saw them; the database admits or refuses.
final class TotalCounters: Sendable {
    private let ledgers = Mutex<[String: CapLedger]>([:])

    var current: [String: CapLedger] { ledgers.withLock { $0 } }

    func learn(_ counted: [CountedCap]) {
        let totals = counted.filter { $0.cap.cap.per == .total }
        guard !totals.isEmpty else { return }
        ledgers.withLock { ledgers in
            for item in totals { Self.learn(item.ledger, item.cap.name, &ledgers) }
        }
    }

    func learn(all stored: [String: CapLedger]) {
        ledgers.withLock { ledgers in
            for (name, ledger) in stored { Self.learn(ledger, name, &ledgers) }
        }
    }

    private static func learn(_ ledger: CapLedger, _ name: String, _ ledgers: inout [String: CapLedger]) {
        if ledgers[name]?.revision ?? -1 <= ledger.revision { ledgers[name] = ledger }
    }
}
