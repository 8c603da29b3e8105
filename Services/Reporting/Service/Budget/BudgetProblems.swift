import CommonModels
import HTTPTypes
package import ReportingDomain
package import ServiceKit

extension BudgetProblem: ProblemConvertible {
    package var problem: Problem {
        switch self {
        case .amountNotPositive: .validation([.init("must be above zero", pointer: "/amount")])
        case .amountTooLarge: .validation([.init("is too large", pointer: "/amount")])
        case .memoTooLong(let max): .validation([.init("at most \(max) characters", pointer: "/memo")])
        case .nameInvalid(let max): .validation([.init("must have 1 to \(max) characters", pointer: "/name")])
        case .sharesMustSumTo100(let basisPoints):
            .validation([.init("must sum to 100 percent, not \(DecimalText.text(Int64(basisPoints), digits: 2))", pointer: "/shares")])
        case .shareNotPositive: .validation([.init("every share must be above zero", pointer: "/shares")])
        case .tooManyShares(let max): .validation([.init("at most \(max) shares", pointer: "/shares")])
        case .poolExhausted(let available):
            Problem(
                type: "pool-exhausted", status: .conflict, title: "The pool does not hold that much",
                extensions: ["availableMinorUnits": .integer(available)])
        case .budgetExhausted(let available):
            Problem(
                type: "budget-exhausted", status: .conflict, title: "The initiative does not have that much left",
                extensions: ["availableMinorUnits": .integer(available)])
        case .notCommitted(let committed):
            Problem(
                type: "not-committed", status: .conflict, title: "Not that much is ordered",
                extensions: ["committedMinorUnits": .integer(committed)])
        case .dayToCome(let today): .validation([.init("must be today, \(today.iso), or before", pointer: "/day")])
        case .notApproved: .conflict("The initiative is not approved.", type: "initiative-not-approved")
        case .alreadyDecided: .conflict("The initiative was decided before.", type: "initiative-decided")
        case .wrongCurrency(let expected): .validation([.init("the pool is kept in \(expected.code)", pointer: "/amount/currency")])
        case .tooManyDepartments(let max):
            .conflict("There are \(max) departments, which is the most there can be.", type: "too-many-departments")
        case .tooManyInitiatives(let max):
            .conflict("There are \(max) initiatives, which is the most there can be.", type: "too-many-initiatives")
        case .departmentExists: .conflict("A department has this name.", type: "department-exists")
        case .departmentNotFound: .notFound("department")
        case .initiativeNotFound: .notFound("initiative")
        }
    }
}
