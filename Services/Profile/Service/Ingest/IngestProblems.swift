import CommonModels
import HTTPTypes
import Hummingbird
import ProfileDomain
package import ServiceKit

extension IngestRequest.Malformed: ProblemConvertible {
    package var problem: Problem {
        switch self {
        case .json(let error): .malformedJSON(error.description)
        case .batchMissing:
            .badRequest("The body needs a \"batch\" array.", errors: [Problem.Fault("an array of calls", pointer: "/batch")])
        case .contextTooLarge(let bytes, let max):
            .badRequest(
                "The batch's context has \(bytes) bytes; with so many events beside it at most \(max) are taken, since each event keeps it.",
                errors: [Problem.Fault("at most \(max) bytes", pointer: "/context")])
        case .tooManyItems(let count, let max): .badRequest("The batch has \(count) items; at most \(max) are taken.")
        }
    }
}

/// Segment's clients read `code` and `message` of a refusal, and give up on 400 where others would answer 413.
enum IngestProblems {
    static let shape = ProblemShape(paths: IngestRoutes.openPaths) { problem, _, context in
        var problem = problem
        if problem.status == .contentTooLarge { problem.status = .badRequest }
        problem.extensions["code"] = .string(problem.type)
        problem.extensions["message"] = .string(problem.detail ?? problem.title)
        return problem.response(instance: context.requestID)
    }
}
