package import CommonModels

/// What can happen to shared money. Amounts are minor units of the pool's currency, always positive.
package enum LedgerAction: Hashable, Sendable {
    /// A department pays into the pool.
    case contribute(DepartmentID, Int64)
    /// An approved initiative gets money out of the pool.
    case allot(InitiativeID, Int64)
    /// Money goes back to the pool.
    case giveBack(InitiativeID, Int64)
    /// An order is placed.
    case commit(InitiativeID, Int64)
    /// An order is cancelled.
    case release(InitiativeID, Int64)
    /// An invoice of `amount` is paid, of which `fromCommitted` had been ordered before.
    case spend(InitiativeID, Int64, fromCommitted: Int64)

    package var minorUnits: Int64 {
        switch self {
        case .contribute(_, let amount), .allot(_, let amount), .giveBack(_, let amount), .commit(_, let amount), .release(_, let amount),
            .spend(_, let amount, _):
            amount
        }
    }

    package var initiative: InitiativeID? {
        switch self {
        case .contribute: nil
        case .allot(let id, _), .giveBack(let id, _), .commit(let id, _), .release(let id, _), .spend(let id, _, _): id
        }
    }

    package var department: DepartmentID? { if case .contribute(let id, _) = self { id } else { nil } }

    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case contribute, allot, giveBack, commit, release, spend
    }

    package var kind: Kind {
        switch self {
        case .contribute: .contribute
        case .allot: .allot
        case .giveBack: .giveBack
        case .commit: .commit
        case .release: .release
        case .spend: .spend
        }
    }

    var postings: [LedgerEntry.Posting] {
        switch self {
        case .contribute(let department, let amount): [.init(.department(department), -amount), .init(.pool, amount)]
        case .allot(let id, let amount): [.init(.pool, -amount), .init(.available(id), amount)]
        case .giveBack(let id, let amount): [.init(.available(id), -amount), .init(.pool, amount)]
        case .commit(let id, let amount): [.init(.available(id), -amount), .init(.committed(id), amount)]
        case .release(let id, let amount): [.init(.committed(id), -amount), .init(.available(id), amount)]
        case .spend(let id, let amount, let ordered):
            [.init(.committed(id), -ordered), .init(.available(id), ordered - amount), .init(.spent(id), amount)]
                .filter { $0.minorUnits != 0 }
        }
    }
}
