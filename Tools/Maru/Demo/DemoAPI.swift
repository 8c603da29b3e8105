import AsyncHTTPClient
import CommonModels
import NIOCore
import NIOHTTP1

/// Talks to the six services as any integration would: HTTP, JSON and a key.
struct DemoAPI: Sendable {
    struct Refused: Error, CustomStringConvertible {
        let method: String
        let url: String
        let status: UInt
        let body: String
        var description: String { "\(method) \(url) answered \(status): \(body.prefix(500))" }
    }

    struct Answer: Sendable {
        let json: JSONValue
        let text: String
        let etag: String?
    }

    private static let bodyMax = 64 * 1_024 * 1_024
    private static let triesMax = 8

    let urls: [ServiceName: String]
    let serverKey: String

    func get(_ service: ServiceName, _ path: String) async throws -> JSONValue { try await call(.GET, service, path, nil).json }

    func text(_ service: ServiceName, _ path: String) async throws -> String { try await call(.GET, service, path, nil).text }

    @discardableResult
    func post(_ service: ServiceName, _ path: String, _ body: JSONValue, etag: String? = nil) async throws -> Answer {
        try await call(.POST, service, path, body, etag: etag)
    }

    @discardableResult
    func put(_ service: ServiceName, _ path: String, _ body: JSONValue, etag: String? = nil) async throws -> Answer {
        try await call(.PUT, service, path, body, etag: etag)
    }

    /// Whether the service answers its readiness.
    func isReady(_ service: ServiceName) async -> Bool {
        guard let url = urls[service] else { return false }
        let response = try? await HTTPClient.shared.execute(HTTPClientRequest(url: url + "/readyz"), timeout: .seconds(2))
        return response?.status == .ok
    }

    /// - Parameter key: a write key sent the way Segment's clients do; nil for the server key.
    @discardableResult
    func call(
        _ method: HTTPMethod, _ service: ServiceName, _ path: String, _ body: JSONValue?, key: String? = nil, etag: String? = nil
    ) async throws -> Answer {
        let request = request(method, service, path, body, key: key, etag: etag)
        // Reading changes nothing, and events carry their messageId: these may be sent again whatever became of the first time.
        let isRepeatable = method == .GET || path == "/v1/batch"
        for attempt in 1... {
            let answer: (status: UInt, headers: HTTPHeaders, text: String)
            do {
                answer = try await send(request)
            } catch  where isRepeatable && attempt < Self.triesMax {
                try await Task.sleep(for: .seconds(1))
                continue
            }
            if (200..<300).contains(answer.status) {
                return Answer(
                    json: (try? JSONValue(parsing: answer.text)) ?? .null, text: answer.text, etag: answer.headers.first(name: "etag"))
            }
            // Busy: the server says for how long; or a proxy says that it is away.
            let mayCome = answer.status == 429 || answer.status == 503 || (isRepeatable && (answer.status == 502 || answer.status == 504))
            guard mayCome, attempt < Self.triesMax else {
                throw Refused(method: method.rawValue, url: request.url, status: answer.status, body: answer.text)
            }
            try await Task.sleep(for: .seconds(Int(answer.headers.first(name: "retry-after") ?? "") ?? 1))
        }
        throw Refused(method: method.rawValue, url: request.url, status: 503, body: "still busy")
    }

    private func request(
        _ method: HTTPMethod, _ service: ServiceName, _ path: String, _ body: JSONValue?, key: String?, etag: String?
    ) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: (urls[service] ?? "") + path)
        request.method = method
        if let key {
            request.setBasicAuth(username: key, password: "")
        } else {
            request.headers.add(name: "Authorization", value: "Bearer " + serverKey)
        }
        if let etag { request.headers.add(name: "If-Match", value: etag) }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: body.serialized))
        }
        return request
    }

    private func send(_ request: HTTPClientRequest) async throws -> (status: UInt, headers: HTTPHeaders, text: String) {
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(120))
        let text = String(buffer: try await response.body.collect(upTo: Self.bodyMax))
        return (response.status.code, response.headers, text)
    }
}
