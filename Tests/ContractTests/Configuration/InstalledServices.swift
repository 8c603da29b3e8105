import CommonModels
import ConfigKit
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ServiceKit
import TestFixtures

/// Services of tests as `maru apply` reaches them: by their HTTP API, with a server key.
struct InstalledServices: ConfigServer {
    let services: [ServiceName: TestInstallation]
    /// Of each service; nil for the tests' own, which may do everything.
    var key: String?

    func send(_ call: ConfigCall) async throws -> ConfigAnswer {
        guard let service = services[call.service] else {
            throw ConfigError.unreachable(service: call.service.rawValue, reason: "it is not part of this test")
        }
        var headers: HTTPFields = [:]
        if let ifMatch = call.ifMatch { headers[.ifMatch] = ifMatch }
        if let document = call.document { headers[.document] = document }
        if call.body != nil { headers[.contentType] = "application/json" }
        guard let method = HTTPRequest.Method(call.method.rawValue) else {
            throw ConfigError.unreachable(service: "tests", reason: "method")
        }
        let answer = try await service.send(
            method, call.path, key: key ?? service.keys.admin, headers: headers, body: call.body.map { ByteBuffer(string: $0.serialized) })
        let json = answer.body.readableBytes > 0 ? try answer.json : .null
        return ConfigAnswer(status: Int(answer.status.code), json: json, etag: answer.headers[.eTag])
    }
}
