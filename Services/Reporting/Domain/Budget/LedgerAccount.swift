package import CommonModels

/// Where shared money can be. Every ledger entry moves it from some accounts to others.
package enum LedgerAccount: Hashable, Sendable {
    /// What a department has given; its balance is the negative of that.
    case department(DepartmentID)
    /// Given and not yet allotted to an initiative.
    case pool
    /// Allotted and neither committed nor spent. Negative is an overrun.
    case available(InitiativeID)
    /// Ordered, not yet paid.
    case committed(InitiativeID)
    case spent(InitiativeID)

    /// `pool`, `department:dep_…`, `available:ini_…`, `committed:ini_…`, `spent:ini_…`.
    package var text: String {
        switch self {
        case .department(let id): "department:\(id)"
        case .pool: "pool"
        case .available(let id): "available:\(id)"
        case .committed(let id): "committed:\(id)"
        case .spent(let id): "spent:\(id)"
        }
    }

    package init?(_ text: some StringProtocol) {
        if text == "pool" {
            self = .pool
            return
        }
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        let id = String(parts[1])
        let account: LedgerAccount? =
            switch parts[0] {
            case "department": DepartmentID(id).map { .department($0) }
            case "available": InitiativeID(id).map { .available($0) }
            case "committed": InitiativeID(id).map { .committed($0) }
            case "spent": InitiativeID(id).map { .spent($0) }
            default: nil
            }
        guard let account else { return nil }
        self = account
    }
}
