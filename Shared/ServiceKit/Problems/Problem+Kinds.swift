import CommonModels
package import HTTPTypes

extension Problem {
    /// 400: the request cannot be read.
    package static func badRequest(_ detail: String, errors: [Fault] = []) -> Problem {
        Problem(type: "bad-request", status: .badRequest, title: "The request cannot be read", detail: detail, errors: errors)
    }

    /// 400: the body is not JSON, or not of the limits for JSON.
    package static func malformedJSON(_ detail: String) -> Problem {
        Problem(type: "malformed-json", status: .badRequest, title: "The body is not acceptable JSON", detail: detail)
    }

    /// 422: the body was read, but some members are wrong.
    package static func validation(_ errors: [Fault]) -> Problem {
        Problem(type: "validation", status: .unprocessableContent, title: "Some values are not acceptable", errors: errors)
    }

    /// 401: who is asking?
    package static func unauthenticated(_ detail: String = "A key, a token or a session is needed.") -> Problem {
        Problem(
            type: "unauthenticated", status: .unauthorized, title: "Authentication is needed", detail: detail,
            headers: [.wwwAuthenticate: "Bearer realm=\"maru\", Basic realm=\"maru\""])
    }

    /// 401: a credential that was valid once.
    package static func expired() -> Problem {
        Problem(
            type: "expired", status: .unauthorized, title: "The credential has expired",
            headers: [.wwwAuthenticate: "Bearer realm=\"maru\", error=\"invalid_token\""])
    }

    /// 403: known, but not allowed.
    package static func forbidden(_ detail: String) -> Problem {
        Problem(type: "forbidden", status: .forbidden, title: "Not allowed", detail: detail)
    }

    /// 404. `kind` is a word of the glossary, e.g. `segment`. The id is not repeated: it may be personal.
    package static func notFound(_ kind: String, _ id: some CustomStringConvertible) -> Problem {
        notFound(kind)
    }

    /// 404.
    package static func notFound(_ kind: String) -> Problem {
        Problem(type: "not-found", status: .notFound, title: "Not found", detail: "There is no such \(kind).")
    }

    /// 404: no route has this path.
    package static let unknownRoute = Problem(
        type: "unknown-route", status: .notFound, title: "Not found", detail: "No route has this path.")

    /// 405 with `Allow`.
    package static func methodNotAllowed(_ allowed: [HTTPRequest.Method]) -> Problem {
        Problem(
            type: "method-not-allowed", status: .methodNotAllowed, title: "The method is not allowed here",
            headers: [.allow: allowed.map(\.rawValue).sorted().joined(separator: ", ")])
    }

    /// 409: the state of the thing does not allow it.
    package static func conflict(_ detail: String, type: String = "conflict") -> Problem {
        Problem(type: type, status: .conflict, title: "In conflict with the present state", detail: detail)
    }

    /// 412: somebody else changed it meanwhile. `ETag` carries the present version.
    package static func preconditionFailed(currentETag: String) -> Problem {
        Problem(
            type: "precondition-failed", status: .preconditionFailed, title: "It was changed meanwhile",
            detail: "If-Match does not name the present version.", headers: [.eTag: currentETag])
    }

    /// 428: edits need `If-Match`.
    package static let preconditionRequired = Problem(
        type: "precondition-required", status: .preconditionRequired, title: "If-Match is needed",
        detail: "Send the ETag of the version you read in If-Match.")

    /// 413.
    package static func tooLarge(maxBytes: Int) -> Problem {
        Problem(
            type: "too-large", status: .contentTooLarge, title: "The body is too large",
            detail: "At most \(maxBytes) bytes are accepted here.", extensions: ["maxBytes": .integer(Int64(maxBytes))])
    }

    /// 415.
    package static func unsupportedMediaType(_ expected: String) -> Problem {
        Problem(
            type: "unsupported-media-type", status: .unsupportedMediaType, title: "The media type is not supported",
            detail: "Send \(expected).")
    }

    /// 429 with whole seconds to wait.
    package static func tooManyRequests(retryAfter seconds: Int) -> Problem {
        Problem(type: "too-many-requests", status: .tooManyRequests, title: "Too many requests", retryAfter: max(1, seconds))
    }

    /// 503 with whole seconds to wait. `detail` must not tell anything about the inside.
    package static func unavailable(_ detail: String, retryAfter seconds: Int = 5) -> Problem {
        Problem(
            type: "unavailable", status: .serviceUnavailable, title: "Not available for the moment", detail: detail,
            retryAfter: max(1, seconds))
    }

    /// 502: another of our services said no to us.
    package static func neighbourRefused(_ detail: String) -> Problem {
        Problem(type: "neighbour-refused", status: .badGateway, title: "A neighbour refused", detail: detail)
    }

    /// 500: nobody foresaw it. The log has all of it, the answer nothing.
    package static let `internal` = Problem(type: "internal", status: .internalServerError, title: "Something went wrong here")
}
