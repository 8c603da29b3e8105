import AsyncHTTPClient
import CommonModels
import ConfigKit
import NIOCore
import NIOHTTP1

/// Talks to the services of an installation with a server key.
struct HTTPConfigServer: ConfigServer {
    private static let timeout = TimeAmount.seconds(60)
    private static let answerBytesMax = 67_108_864

    /// e.g. `http://127.0.0.1:8101`
    let addresses: [ServiceName: String]
    let key: String

    func send(_ call: ConfigCall) async throws -> ConfigAnswer {
        var request = HTTPClientRequest(url: (addresses[call.service] ?? "") + call.path)
        request.method = HTTPMethod(rawValue: call.method.rawValue)
        request.headers.add(name: "authorization", value: "Bearer \(key)")
        if let ifMatch = call.ifMatch { request.headers.add(name: "if-match", value: ifMatch) }
        if let document = call.document { request.headers.add(name: ConfigCall.documentHeader, value: document) }
        if let body = call.body {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: body.serialized))
        }
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: Self.timeout)
            let text = String(buffer: try await response.body.collect(upTo: Self.answerBytesMax))
            // 204 has no body; a proxy's page is no JSON and its status says enough.
            let json = (try? JSONValue(parsing: text)) ?? .null
            return ConfigAnswer(status: Int(response.status.code), json: json, etag: response.headers.first(name: "etag"))
        } catch {
            throw ConfigError.unreachable(service: call.service.rawValue, reason: "\(addresses[call.service] ?? "no address") (\(error))")
        }
    }
}
