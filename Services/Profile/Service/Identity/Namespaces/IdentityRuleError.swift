import ProfileDomain
import ServiceKit

/// Why an edit of the identity rules is refused.
enum IdentityRuleError: Error, Hashable, Sendable {
    case noSuchNamespace
    case invalid([Problem.Fault])
    /// Values are stored: another normalization or meaning would contradict them.
    case inUse
    case changedMeanwhile(version: Int)
    case tooManyNamespaces
    case tooMuchJunk
    case notOnTheList
}

extension IdentityRuleError: ProblemConvertible {
    var problem: Problem {
        switch self {
        case .noSuchNamespace: .notFound("namespace")
        case .invalid(let faults): .validation(faults)
        case .inUse:
            .conflict(
                "Identities of this namespace are stored; its normalization and holder cannot change, nor can it be removed.",
                type: "namespace-in-use")
        case .changedMeanwhile(let version): .preconditionFailed(currentETag: EntityTag.text(version: version))
        case .tooManyNamespaces: .conflict("There are \(NamespaceDefinition.countMax) namespaces already.", type: "too-many-namespaces")
        case .tooMuchJunk: .conflict("There are \(JunkIdentities.countMax) values on the list already.", type: "too-much-junk")
        case .notOnTheList: .notFound("value on the junk list")
        }
    }
}
