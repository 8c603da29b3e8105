import ProfileDomain
import StorageKit
import Synchronization

/// The rules of identity as this process last read them. Requests prepare events by it; the writer, which reads the version
/// in its own transaction, prepares those again that were prepared by older rules. So no replica ever links by stale rules.
final class IdentityRulebook: Sendable {
    private let held: Mutex<IdentityRules>

    init(_ rules: IdentityRules = .builtIn) { held = Mutex(rules) }

    /// As last read.
    var rules: IdentityRules { held.withLock { $0 } }

    /// As this transaction sees them. Call before it changes any.
    func current(in transaction: any SQLTransaction) throws -> IdentityRules {
        let known = rules
        guard try IdentityRulesStore.version(in: transaction) != known.version else { return known }
        let fresh = try IdentityRulesStore.load(in: transaction)
        held.withLock { if $0.version < fresh.version { $0 = fresh } }
        return fresh
    }
}
