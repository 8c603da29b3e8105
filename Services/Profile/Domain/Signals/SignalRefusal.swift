/// Why a signal was not taken.
package enum SignalRefusal: Error, Hashable, Sendable {
    case notAnObject
    case wrong(field: String, expected: String)
    case inTheFuture
    case tooAncient
    /// Nobody declared this type of subject.
    case unknownType(String)
    case idDoesNotFit(pattern: String)
    /// The type says nothing of how ids are written, and this one looks like somebody's address.
    case idLooksLikeAddress
    case sourceMayNot(type: String)
    /// A write key, and the type lists no sources.
    case publicKey(type: String)
    /// As many types are declared as there may be.
    case tooManyTypes

    /// Stable, for metrics and filters.
    package var code: String {
        switch self {
        case .notAnObject: "not-an-object"
        case .wrong: "wrong-member"
        case .inTheFuture: "in-the-future"
        case .tooAncient: "too-ancient"
        case .unknownType: "unknown-subject-type"
        case .idDoesNotFit, .idLooksLikeAddress: "subject-id"
        case .sourceMayNot: "source-not-allowed"
        case .publicKey: "public-key"
        case .tooManyTypes: "too-many-types"
        }
    }

    /// What to change, in words.
    package var detail: String {
        switch self {
        case .notAnObject: "A signal must be a JSON object."
        case .wrong(let field, let expected): "\(field) must be \(expected)."
        case .inTheFuture: "The signal lies more than a day ahead of the server's clock."
        case .tooAncient: "The signal lies before 1990; check the sender's clock."
        case .unknownType(let type): "No subject type \"\(type.prefix(40))\" is declared; put /v1/signal-types/{type} first."
        case .idDoesNotFit(let pattern): "The subject's id must be written as \(pattern)."
        case .idLooksLikeAddress: "A subject is no person: an id with @ is taken only where the type's idPattern says so."
        case .sourceMayNot(let type): "This source may not speak of subjects of the type \(type)."
        case .publicKey(let type): "A write key is public: it may speak of subjects of the type \(type) once the type lists its source."
        case .tooManyTypes: "There are \(SignalLimits.typesMax) subject types already."
        }
    }

    /// The member at fault as a JSON pointer below the signal.
    package var pointer: String {
        switch self {
        case .notAnObject: ""
        case .wrong(let field, _): "/" + field.replacing(".", with: "/")
        case .inTheFuture, .tooAncient: "/timestamp"
        case .unknownType, .sourceMayNot, .publicKey, .tooManyTypes: "/subject/type"
        case .idDoesNotFit, .idLooksLikeAddress: "/subject/id"
        }
    }
}
