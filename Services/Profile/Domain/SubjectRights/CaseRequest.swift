package import CommonModels

/// What the person asks for.
package enum CaseRequest: Hashable, Sendable {
    package static let purposesMax = 20

    case access
    case erase
    case restrict
    /// - Parameter purposes: not empty.
    case object(purposes: Set<Purpose>)
    case correct(SubjectCorrections)

    package var action: SubjectAction {
        switch self {
        case .access: .access
        case .erase: .erase
        case .restrict: .restrict
        case .object: .object
        case .correct: .correct
        }
    }

    /// Whether what it brings about can be ended again.
    package var canBeLifted: Bool {
        switch self {
        case .restrict, .object: true
        case .access, .erase, .correct: false
        }
    }

    /// What is left of it once it was done: no value that turned out not to be the person's.
    var withoutWrong: CaseRequest {
        switch self {
        case .correct(let corrections): .correct(corrections.withoutWrong)
        case .access, .erase, .restrict, .object: self
        }
    }

    /// What is left of it when the person has been erased: the kind, and no value of theirs.
    var withoutValues: CaseRequest {
        switch self {
        case .correct(let corrections): .correct(corrections.withoutValues)
        case .access, .erase, .restrict, .object: self
        }
    }
}

extension CaseRequest {
    /// `{kind, purposes?, traits?, identities?}`.
    /// - Throws: ``CaseError/invalid(field:expected:)``.
    package init(json: JSONValue) throws(CaseError) {
        guard let kind = json["kind"]?.stringValue.flatMap({ SubjectAction(rawValue: $0) }) else {
            throw .invalid(field: "kind", expected: "access, erase, restrict, object or correct")
        }
        switch kind {
        case .access: self = .access
        case .erase: self = .erase
        case .restrict: self = .restrict
        case .object: self = .object(purposes: try Self.purposes(json))
        case .correct: self = .correct(try SubjectCorrections(json: json))
        case .lift: throw .invalid(field: "kind", expected: "access, erase, restrict, object or correct")
        }
    }

    package var json: JSONObject {
        var members: JSONObject = ["kind": .string(action.rawValue)]
        switch self {
        case .object(let purposes): members["purposes"] = .array(purposes.map(\.rawValue).sorted().map { .string($0) })
        case .correct(let corrections): members.merge(corrections.members) { $1 }
        case .access, .erase, .restrict: break
        }
        return members
    }

    private static func purposes(_ json: JSONValue) throws(CaseError) -> Set<Purpose> {
        let names = json["purposes"]?.arrayValue ?? []
        let purposes = Set(names.compactMap { $0.stringValue.flatMap { Purpose(rawValue: $0) } })
        guard !names.isEmpty, names.count <= purposesMax, purposes.count == names.count else {
            throw .invalid(field: "purposes", expected: "1 to \(purposesMax) different purposes")
        }
        return purposes
    }
}
