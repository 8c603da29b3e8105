import CommonModels
package import ServiceKit

/// Why two profiles are not merged, or a merge is not undone.
package enum MergeError: Error, Hashable, Sendable {
    case noSuchProfile
    case noSuchMerge
    /// They are one already, or one id was given twice.
    case samePerson
    /// These namespaces allow fewer values than the two have together.
    case tooMany([String])
    case undoneBefore
    /// The merged profile was erased, so nothing is left to restore.
    case erased
}

extension MergeError: ProblemConvertible {
    package var problem: Problem {
        switch self {
        case .noSuchProfile: .notFound("profile")
        case .noSuchMerge: .notFound("merge")
        case .samePerson: .conflict("The two ids are one profile already.", type: "same-profile")
        case .tooMany(let namespaces):
            .conflict(
                "One profile may not have so many values of: \(namespaces.joined(separator: ", ")). Raise valuesMax of the namespace first.",
                type: "identity-limit")
        case .undoneBefore: .conflict("This merge was undone before.", type: "already-undone")
        case .erased: .conflict("The merged profile was erased; nothing is left to restore.", type: "profile-erased")
        }
    }
}
