import DecisionDomain
package import ServiceKit

extension DocumentProblems: ProblemConvertible {
    package var problem: Problem {
        .validation(problems.map { Problem.Fault($0.detail, pointer: $0.pointer) })
    }
}

extension CatalogueError: ProblemConvertible {
    package var problem: Problem {
        switch self {
        case .notFound(let kind): .notFound(kind)
        case .keyTaken(let kind, let key): .conflict("There is another \(kind) with the key \(key).", type: "key-taken")
        case .changedMeanwhile(let version): .preconditionFailed(currentETag: EntityTag.text(version: Int(version)))
        case .placementHasExperiment(let key):
            .conflict("The placement already runs the experiment \(key); stop it first.", type: "placement-has-experiment")
        case .unknownFallback: .validation([Problem.Fault("there is no such offer", pointer: "/fallback")])
        }
    }
}

extension DecisionError: ProblemConvertible {
    package var problem: Problem {
        switch self {
        case .unknownPlacement: .validation([Problem.Fault("there is no live placement with this key", pointer: "/placement")])
        case .decisionNotFound: .notFound("decision")
        case .requestIDReused:
            .validation([Problem.Fault("was used for another person or placement", pointer: "/requestId")])
        case .behind: .unavailable("The feeds have not been read as far as the caller has.", retryAfter: 1)
        case .contended: .unavailable("Counters changed under every attempt.", retryAfter: 1)
        }
    }
}

extension FeedbackError: ProblemConvertible {
    package var problem: Problem {
        switch self {
        case .unknownDecision: .validation([Problem.Fault("there is no such decision", pointer: "/decisionId")])
        case .unknownOffer: .validation([Problem.Fault("the decision did not serve this offer, or served several", pointer: "/offerId")])
        }
    }
}
