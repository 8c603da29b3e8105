package import CommonModels
package import ServiceKit

/// Why a call to a neighbour brought no answer.
package enum ServiceCallError: Error, Hashable, Sendable {
    /// It could not be reached, or did not answer in time, at the last attempt.
    case unreachable(ServiceName, reason: String)
    /// It failed so often that calls are not tried for the moment.
    case resting(ServiceName, retryAfter: Duration)
    /// It answered with a status of 400 or above, and its problem's `type` if it sent one.
    case refused(ServiceName, status: Int, problem: String?)
    case malformedAnswer(ServiceName)
}

extension ServiceCallError: ProblemConvertible {
    /// The caller of our caller learns that we cannot serve them now, not what lies behind us.
    package var problem: Problem {
        switch self {
        case .unreachable(let service, _), .malformedAnswer(let service):
            .unavailable("The \(service.rawValue) service does not answer at the moment.")
        case .resting(let service, let retryAfter):
            .unavailable(
                "The \(service.rawValue) service does not answer at the moment.", retryAfter: Int(retryAfter.components.seconds) + 1)
        case .refused(let service, let status, _):
            status == 404
                ? .notFound("thing at the \(service.rawValue) service")
                : .neighbourRefused("The \(service.rawValue) service refused the call.")
        }
    }
}
