import CommonModels
import ReportingDomain
import ServiceKit

/// `{"name":…}`
struct DepartmentRequest: Decodable {
    let name: String
}

/// `{"name":…,"sponsorId":…,"requested":{…},"shares":[{"departmentId":…,"percent":"50"}],"experimentKey":…}`
struct InitiativeRequest: Decodable {
    let name: String
    let sponsorId: DepartmentID
    let requested: Money
    let shares: [Share]
    let experimentKey: String?

    struct Share: Decodable {
        let departmentId: DepartmentID
        /// Decimal text with at most two digits after the point.
        let percent: String
    }

    /// - Throws: a validation problem that points to the percent.
    func costShares() throws -> [CostShare] {
        try shares.enumerated().map { index, share in
            guard let basisPoints = DecimalText.scaled(share.percent, digits: 2).flatMap(Int.init(exactly:)) else {
                throw Problem.validation([.init("must be a percentage with at most two digits", pointer: "/shares/\(index)/percent")])
            }
            return CostShare(department: share.departmentId, basisPoints: basisPoints)
        }
    }
}

/// `{"kind":"spend","initiativeId":…,"amount":{…},"fromCommitted":{…},"day":"2026-11-22","memo":…}`
struct EntryRequest: Decodable {
    let kind: String
    let departmentId: DepartmentID?
    let initiativeId: InitiativeID?
    let amount: Money
    let fromCommitted: Money?
    let day: String?
    let memo: String?

    /// - Throws: a validation problem for an unknown kind, a missing id, or a day that is none.
    func action() throws -> LedgerAction {
        guard let kind = LedgerAction.Kind(rawValue: kind), kind != .allot else {
            throw Problem.validation([.init("must be contribute, giveBack, commit, release or spend", pointer: "/kind")])
        }
        if kind == .contribute {
            guard let departmentId else { throw Problem.validation([.init("is needed to contribute", pointer: "/departmentId")]) }
            return .contribute(departmentId, amount.minorUnits)
        }
        guard let initiativeId else { throw Problem.validation([.init("is needed", pointer: "/initiativeId")]) }
        switch kind {
        case .giveBack: return .giveBack(initiativeId, amount.minorUnits)
        case .commit: return .commit(initiativeId, amount.minorUnits)
        case .release: return .release(initiativeId, amount.minorUnits)
        case .contribute, .allot, .spend: return .spend(initiativeId, amount.minorUnits, fromCommitted: fromCommitted?.minorUnits ?? 0)
        }
    }

    func countedDay() throws -> Day? {
        guard let day else { return nil }
        guard let parsed = Day(iso: day) else { throw Problem.validation([.init("must be a date such as 2026-11-22", pointer: "/day")]) }
        return parsed
    }
}
