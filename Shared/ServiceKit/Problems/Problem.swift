package import CommonModels
package import HTTPTypes

/// A refusal as RFC 9457 writes it. Thrown by routes and stores, answered by ``ProblemMiddleware``.
///
/// Never put personal data into `title`, `detail` or `pointer`.
package struct Problem: Error, Hashable, Sendable {
    /// What kind of problem, stable, lower-case with hyphens: `not-found`. On the wire `urn:maru:problem:<type>`.
    package var type: String
    package var status: HTTPResponse.Status
    /// The kind in a few words, the same for every occurrence.
    package var title: String
    /// This occurrence, in a sentence.
    package var detail: String?
    /// What is wrong with which member of the body.
    package var errors: [Fault]
    /// Whole seconds after which trying again makes sense.
    package var retryAfter: Int?
    /// Header fields beside `Retry-After`, e.g. `Allow`, `ETag`.
    package var headers: HTTPFields
    /// Members beside the standard ones; names match `[A-Za-z][A-Za-z0-9_]{2,}`.
    package var extensions: JSONObject

    /// One wrong member of a body.
    package struct Fault: Hashable, Sendable, Codable {
        package let detail: String
        /// JSON Pointer (RFC 6901) to the member; empty for the whole body.
        package let pointer: String

        package init(_ detail: String, pointer: String) {
            self.detail = detail
            self.pointer = pointer
        }
    }

    package init(
        type: String, status: HTTPResponse.Status, title: String, detail: String? = nil, errors: [Fault] = [],
        retryAfter: Int? = nil, headers: HTTPFields = [:], extensions: JSONObject = [:]
    ) {
        self.type = type
        self.status = status
        self.title = title
        self.detail = detail
        self.errors = errors
        self.retryAfter = retryAfter
        self.headers = headers
        self.extensions = extensions
    }
}

extension Problem {
    /// The members of the JSON object.
    package var json: JSONValue {
        var members: JSONObject = [
            "type": .string("urn:maru:problem:" + type), "title": .string(title), "status": .integer(Int64(status.code)),
        ]
        if let detail { members["detail"] = .string(detail) }
        if !errors.isEmpty {
            members["errors"] = .array(errors.map { ["detail": .string($0.detail), "pointer": .string($0.pointer)] })
        }
        for (key, value) in extensions { members[key] = value }
        return .object(members)
    }
}
