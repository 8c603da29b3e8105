import ProfileDomain
package import ServiceKit

extension GovernanceError: ProblemConvertible {
    package var problem: Problem {
        switch self {
        case .invalid(let pointer, let expected): .validation([Problem.Fault(expected, pointer: pointer)])
        case .changed(let version): .preconditionFailed(currentETag: EntityTag.text(version: Int(version)))
        }
    }
}
