import DecisionDomain

/// A cap and its counter, as just read or written.
struct CountedCap: Sendable {
    let cap: ScopedCap
    let ledger: CapLedger
}
