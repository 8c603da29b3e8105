import CommonModels
import ProfileDomain
import StorageKit

/// What people's data may not be used for, as their cases in force say.
enum UseRestrictions {
    /// - Parameter ids: the living id and those merged into it: a restriction outlives a merge.
    static func current(of ids: [ProfileID], in tx: any SQLTransaction) throws -> UseRestriction {
        try CaseStore.cases(about: ids, in: tx).reduce(.none) { restriction, item in
            guard item.state == .running || item.state == .completed else { return restriction }
            return restriction.union(Self.restriction(of: item.request))
        }
    }

    private static func restriction(of request: CaseRequest) -> UseRestriction {
        switch request {
        case .restrict: UseRestriction(isRestricted: true, objections: [])
        case .object(let purposes): UseRestriction(isRestricted: false, objections: purposes)
        case .access, .erase, .correct: .none
        }
    }
}
