import CommonModels
import Crypto
import HTTPTypes
package import Hummingbird
import NIOCore

/// Answers a repeated request with `Idempotency-Key` as the first one was answered.
///
/// Only answers below 500 are kept. The key of a request that threw may be used again, unless something was changed through a
/// ``KeyedDatabase`` before. Requests without the header pass through untouched. What holds across a crash: ``IdempotencyStore``.
package struct IdempotencyMiddleware: RouterMiddleware {
    private static let keptHeaders: [HTTPField.Name] = [.contentType, .location, .eTag]

    private let store: IdempotencyStore

    init(store: IdempotencyStore) { self.store = store }

    package func handle(
        _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        // A request that no route takes has nothing to repeat.
        guard let key = request.headers[.idempotencyKey], !request.method.isSafe, context.endpointPath != nil else {
            return try await next(request, context)
        }
        guard (1...IdempotencyStore.keyLengthMax).contains(key.utf8.count) else {
            throw Problem.badRequest("Idempotency-Key must have 1 to \(IdempotencyStore.keyLengthMax) characters.")
        }
        let scope = "\(try context.requirePrincipal().id) \(request.method.rawValue) \(request.uri.path)"
        var request = request
        let body = try await collected(&request, context)
        switch try await store.begin(scope: scope, key: key, bodyHash: Array(SHA256.hash(data: body))) {
        case .run(let pass): return try await run(request, context, pass, next: next)
        case .running: throw Self.stillRunning
        case .unanswered: throw Self.unanswered
        case .otherBody: throw Self.otherBody
        case .answered(let answer): return Self.replayed(answer)
        }
    }

    private func collected(_ request: inout Request, _ context: ServiceContext) async throws -> [UInt8] {
        do {
            return Array(buffer: try await request.collectBody(upTo: context.limits.bodyBytesMax))
        } catch is NIOTooManyBytesError {
            throw Problem.tooLarge(maxBytes: context.limits.bodyBytesMax)
        }
    }

    private func run(
        _ request: Request, _ context: ServiceContext, _ pass: IdempotencyPass,
        next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await IdempotencyPass.$current.withValue(pass) { try await next(request, context) }
        } catch {
            try await store.release(pass)
            throw error
        }
        let collector = BodyCollector()
        try await response.body.write(collector)
        let buffer = collector.buffer
        response.body = ResponseBody(byteBuffer: buffer)
        guard response.status.code < 500, buffer.readableBytes <= IdempotencyStore.bodyBytesMax else {
            try await store.release(pass)
            return response
        }
        let headers = Self.keptHeaders.reduce(into: JSONObject()) { kept, name in
            if let value = response.headers[name] { kept[name.canonicalName] = .string(value) }
        }
        let answer = StoredAnswer(status: response.status.code, headers: headers, body: Array(buffer: buffer))
        try await store.finish(pass, answer: answer)
        return response
    }

    private static func replayed(_ answer: StoredAnswer) -> Response {
        var headers: HTTPFields = [.idempotencyReplayed: "true"]
        for name in keptHeaders {
            if let value = answer.headers[name.canonicalName]?.stringValue { headers[name] = value }
        }
        let body = ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
        return Response(status: HTTPResponse.Status(code: answer.status), headers: headers, body: body)
    }

    static let stillRunning = Problem.conflict("A request with this Idempotency-Key is still running.", type: "idempotency-running")

    private static let unanswered = Problem.conflict(
        "The request with this Idempotency-Key was carried out, and its answer was lost. Look up what it made; do not send it again.",
        type: "idempotency-unanswered")

    private static let otherBody = Problem(
        type: "idempotency-mismatch", status: .unprocessableContent, title: "The key was used for another request",
        detail: "This Idempotency-Key came before with another body.")
}
