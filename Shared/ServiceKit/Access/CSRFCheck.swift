import HTTPTypes
import Hummingbird
import NIOCore

/// A form sent with a session cookie must carry the session's token, which a foreign page cannot know.
enum CSRFCheck {
    private static let formBytesMax = 1_048_576

    /// - Returns: the request, its body readable again.
    /// - Throws: ``Problem/forbidden(_:)`` without the right token.
    static func checked(_ request: Request, _ context: ServiceContext) async throws -> Request {
        guard let expected = context.csrfToken else { return request }
        if let given = request.headers[.csrfToken] {
            guard ConstantTime.equal(Array(given.utf8), Array(expected.utf8)) else { throw refusal }
            return request
        }
        guard request.headers[.contentType]?.lowercased().hasPrefix("application/x-www-form-urlencoded") ?? false else { throw refusal }
        var request = request
        let buffer = try await request.bodyBuffer(context, limit: formBytesMax)
        let token = FormText.fields(String(buffer: buffer)).last { $0.name == "csrf" }?.value
        guard let token, ConstantTime.equal(Array(token.utf8), Array(expected.utf8)) else { throw refusal }
        request.body = RequestBody(buffer: buffer)
        return request
    }

    private static let refusal = Problem.forbidden("The form token is missing or of another session.")
}
