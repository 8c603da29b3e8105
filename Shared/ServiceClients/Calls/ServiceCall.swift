package import CommonModels
package import NIOCore
package import NIOHTTP1

/// One call to a neighbour.
package struct ServiceCall: Sendable {
    /// How long an attempt may take unless the call says otherwise.
    package static let timeoutDefault = Duration.seconds(5)
    /// Bytes of an answer read unless the call says otherwise.
    package static let answerBytesMaxDefault = 16 * 1_048_576

    package var method: HTTPMethod
    /// From `/v1/…`, with its query, encoded: see ``path(_:query:)``.
    package var path: String
    package var headers: HTTPHeaders
    package var body: ByteBuffer?
    /// Makes a POST safe to repeat; every retry carries the same one.
    package var idempotencyKey: String?
    /// Set for calls that are safe to repeat for another reason, e.g. events with their own `messageId`.
    package var isRepeatable: Bool
    package var timeout: Duration
    package var answerBytesMax: Int

    package init(
        _ method: HTTPMethod, _ path: String, headers: HTTPHeaders = [:], body: ByteBuffer? = nil, idempotencyKey: String? = nil,
        timeout: Duration = timeoutDefault, answerBytesMax: Int = answerBytesMaxDefault
    ) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
        self.idempotencyKey = idempotencyKey
        self.timeout = timeout
        self.answerBytesMax = answerBytesMax
        isRepeatable = idempotencyKey != nil || [.GET, .HEAD, .PUT, .DELETE].contains(method)
    }

    package static func get(_ path: String, query: [(String, String?)] = []) -> ServiceCall {
        ServiceCall(.GET, Self.path(path, query: query))
    }

    /// A POST of JSON.
    package static func post(_ path: String, json: JSONValue, idempotencyKey: String? = nil) -> ServiceCall {
        var bytes: [UInt8] = []
        json.write(into: &bytes)
        return ServiceCall(
            .POST, path, headers: ["content-type": "application/json"], body: ByteBuffer(bytes: bytes), idempotencyKey: idempotencyKey)
    }

    /// `path` with the parameters that have a value.
    package static func path(_ path: String, query: [(String, String?)]) -> String {
        let items = query.compactMap { name, value in value.map { "\(PercentEncoding.encoded(name))=\(PercentEncoding.encoded($0))" } }
        return items.isEmpty ? path : path + "?" + items.joined(separator: "&")
    }
}
