package import CommonModels

/// What has been used of the caps that matter to one person, as far as this replica knows.
package struct CapCounters: Sendable {
    /// By ``ScopedCap/name``; absent means unused.
    package var person: [String: CapLedger]
    package var total: [String: CapLedger]

    package init(person: [String: CapLedger] = [:], total: [String: CapLedger] = [:]) {
        self.person = person
        self.total = total
    }

    package func ledger(_ cap: ScopedCap) -> CapLedger? {
        switch cap.cap.per {
        case .profile: person.isEmpty ? nil : person[cap.name]
        case .total: total.isEmpty ? nil : total[cap.name]
        }
    }

    /// Takes over a ledger unless a newer one is known.
    package mutating func learn(_ ledger: CapLedger, of cap: ScopedCap) {
        switch cap.cap.per {
        case .profile: if person[cap.name]?.revision ?? -1 <= ledger.revision { person[cap.name] = ledger }
        case .total: if total[cap.name]?.revision ?? -1 <= ledger.revision { total[cap.name] = ledger }
        }
    }

    package mutating func record(_ cap: ScopedCap, at: Instant) {
        switch cap.cap.per {
        case .profile: person[cap.name, default: .empty].record(cap.cap, at: at)
        case .total: total[cap.name, default: .empty].record(cap.cap, at: at)
        }
    }

    package func admits(_ cap: ScopedCap, at: Instant) -> Bool {
        ledger(cap)?.admits(cap.cap, at: at) ?? true
    }
}
