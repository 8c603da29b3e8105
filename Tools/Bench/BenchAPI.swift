import AsyncHTTPClient
import CommonModels
import NIOCore
import NIOHTTP1

/// Calls that prepare a scenario.
struct BenchAPI: Sendable {
    struct Refused: Error, CustomStringConvertible {
        let description: String
    }

    let key: String

    /// Sends a body as it is.
    func post(_ service: ServiceName, _ path: String, bytes: [UInt8]) async throws {
        var request = HTTPClientRequest(url: BenchStack.url(service) + path)
        request.method = .POST
        request.headers.add(name: "Authorization", value: "Bearer " + key)
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(ByteBuffer(bytes: bytes))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        _ = try await response.body.collect(upTo: 1_048_576)
        guard response.status == .ok else { throw Refused(description: "POST \(path) answered \(response.status.code)") }
    }

    @discardableResult
    func call(_ method: String, _ service: ServiceName, _ path: String, _ body: JSONValue? = nil, etag: String? = nil) async throws -> (
        json: JSONValue, etag: String?
    ) {
        var request = HTTPClientRequest(url: BenchStack.url(service) + path)
        request.method = .init(rawValue: method)
        request.headers.add(name: "Authorization", value: "Bearer " + key)
        if let etag { request.headers.add(name: "If-Match", value: etag) }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: body.serialized))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let text = String(buffer: try await response.body.collect(upTo: 16 * 1_024 * 1_024))
        guard (200..<300).contains(response.status.code) else {
            throw Refused(description: "\(method) \(path) answered \(response.status.code): \(text.prefix(300))")
        }
        return ((try? JSONValue(parsing: text)) ?? .null, response.headers.first(name: "etag"))
    }
}
