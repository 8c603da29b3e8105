import AsyncHTTPClient
package import CommonModels
import Foundation
package import JourneyDomain
import NIOCore
import NIOHTTP1
import NIOPosix

/// Posts webhook messages as Standard Webhooks 1.0.0 says.
package struct SignedWebhookSender: WebhookSender {
    static let timeout = TimeAmount.seconds(20)
    private let signature: WebhookSignature
    private let guardian: AddressGuard
    private let client: HTTPClient
    private let threads: NIOThreadPool

    /// - Parameter signature: of the secret the receivers know.
    package init(signature: WebhookSignature, guardian: AddressGuard) {
        self.signature = signature
        self.guardian = guardian
        // A redirect could lead to an address nobody judged; the standard counts it as a failure anyway.
        var configuration = HTTPClient.Configuration.singletonConfiguration
        configuration.redirectConfiguration = .disallow
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        threads = .singleton
    }

    package func close() async { try? await client.shutdown() }

    package func post(_ body: [UInt8], to url: String, id: String, at now: Instant) async -> DeliveryResult {
        guard let components = URLComponents(string: url), let host = components.host, !host.isEmpty else {
            return .refused(.addressInvalid, detail: "not a URL")
        }
        let port = components.port ?? (components.scheme == "https" ? 443 : 80)
        switch await judge(host: host, port: port) {
        case .allowed: return await send(body, to: url, id: id, at: now)
        case .refused: return .refused(.addressNotAllowed, detail: "private address")
        case .unresolvable: return .postponed(detail: "the name has no address")
        }
    }

    private func judge(host: String, port: Int) async -> AddressGuard.Judgement {
        let guardian = guardian
        return (try? await threads.runIfActive { guardian.judge(host: host, port: port) }) ?? .unresolvable
    }

    private func send(_ body: [UInt8], to url: String, id: String, at now: Instant) async -> DeliveryResult {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers = [
            "content-type": "application/json", "webhook-id": id, "webhook-timestamp": String(now.secondsSince1970),
            "webhook-signature": signature.sign(id: id, timestamp: now.secondsSince1970, body: body), "user-agent": "Maru",
        ]
        request.body = .bytes(ByteBuffer(bytes: body))
        do {
            let response = try await client.execute(request, timeout: Self.timeout)
            return Self.result(Int(response.status.code))
        } catch {
            return .uncertain(detail: "no answer")
        }
    }

    /// 2xx is success; 429 and 5xx may pass; a redirect or any other refusal is final (Standard Webhooks, "Delivery").
    static func result(_ status: Int) -> DeliveryResult {
        switch status {
        case 200..<300: .delivered
        case 408, 429, 500...: .postponed(detail: "http \(status)")
        case _: .refused(.refused, detail: "http \(status)")
        }
    }
}
