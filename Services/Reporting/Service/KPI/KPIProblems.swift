import HTTPTypes
import ReportingDomain
package import ServiceKit

extension KPIError: ProblemConvertible {
    package var problem: Problem {
        switch self {
        case .notFound: .notFound("KPI")
        case .invalid(let problems): .validation(problems.faults.map { Problem.Fault($0.detail, pointer: $0.pointer) })
        case .keyMismatch: .validation([.init("must be the key of the address", pointer: "/key")])
        case .changed(let current): .preconditionFailed(currentETag: EntityTag.text(version: current))
        case .alreadyExists: .conflict("There is already a KPI with this key.", type: "kpi-exists")
        case .badQuarter: .badRequest("A quarter is written like 2026Q4.")
        case .badTarget(let key): .validation([.init("must be a decimal number of at least 0, or null", pointer: "/" + key)])
        case .tooMany(let max): .conflict("There are \(max) KPIs, which is the limit.", type: "too-many-kpis")
        }
    }
}
