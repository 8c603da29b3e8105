import CommonModels
package import JourneyDomain
package import ServiceKit

extension JourneyError: ProblemConvertible {
    package var problem: Problem {
        switch self {
        case .notFound: .notFound("journey")
        case .runNotFound: .notFound("run")
        case .versionNotFound: .notFound("journey version")
        case .keyTaken: .conflict("Another journey has this key.", type: "journey-key-taken")
        case .archived: .conflict("The journey is archived; make a new one.", type: "journey-archived")
        case .notLive(let status): .conflict("Only a live journey can be paused; this one is \(status.rawValue).", type: "journey-not-live")
        case .notPaused(let status):
            .conflict("Only a paused journey can be resumed; this one is \(status.rawValue).", type: "journey-not-paused")
        case .changedMeanwhile(let revision): .preconditionFailed(currentETag: EntityTag.text(version: revision))
        case .invalid(let issues): issues.problem
        }
    }
}

extension JourneyIssues: ProblemConvertible {
    package var problem: Problem {
        var problem = Problem.validation(issues.map { Problem.Fault($0.detail, pointer: $0.pointer) })
        problem.extensions["issues"] = .array(issues.map(\.json))
        return problem
    }
}
