import CommonModels
import HTTPTypes
import ProfileDomain
package import ServiceKit

extension CaseError: ProblemConvertible {
    package var problem: Problem {
        switch self {
        case .notFound: .notFound("case")
        case .unknownPerson:
            .validation([Problem.Fault("names nobody we know, or somebody who was erased", pointer: "/subject")])
        case .invalid(let field, let expected): .validation([Problem.Fault("must be \(expected)", pointer: "/\(field)")])
        case .outOfOrder(let state):
            Problem(
                type: "case-out-of-order", status: .conflict, title: "The case is at another step",
                detail: "The case is \(state.rawValue).", extensions: ["state": .string(state.rawValue)])
        case .alreadyOpen(let id):
            Problem(
                type: "case-already-open", status: .conflict, title: "The same is asked already",
                detail: "A case of this kind is open for this person.", extensions: ["caseId": .string(id.rawValue)])
        case .bundleGone: .notFound("bundle")
        case .tooManyIDs(let max):
            Problem(
                type: "too-many-ids", status: .unprocessableContent, title: "The person has too many ids",
                detail: "At most \(max) ids and identities of one person can be handled.")
        case .identityTaken(let namespace, let owner):
            Problem(
                type: "identity-taken", status: .conflict, title: "Somebody else has this identity",
                detail: "Another profile has this \(namespace.rawValue). Merge the two if they are one person, or correct it there first.",
                errors: [Problem.Fault("is somebody else's \(namespace.rawValue): \(owner.rawValue)", pointer: "/identities")],
                extensions: ["namespace": .string(namespace.rawValue), "profileId": .string(owner.rawValue)])
        }
    }
}
