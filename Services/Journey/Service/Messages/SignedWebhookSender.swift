import AsyncHTTPClient
package import CommonModels
import Foundation
package import JourneyDomain
import NIOCore
import NIOHTTP1
import NIOPosix

/// Posts webhook messages as Standard Webhooks 1.0.0 says, each over a connection of its own to the address that was judged.
package struct SignedWebhookSender: WebhookSender {
    static let timeout = TimeAmount.seconds(20)
    private let signature: WebhookSignature
    private let guardian: AddressGuard
    private let threads: NIOThreadPool

    /// - Parameter signature: of the secret the receivers know.
    package init(signature: WebhookSignature, guardian: AddressGuard) {
        self.signature = signature
        self.guardian = guardian
        threads = .singleton
    }

    package func post(_ body: [UInt8], to url: String, id: String, at now: Instant) async -> DeliveryResult {
        // Read as the client reads it, so that both mean the same host.
        guard let target = URL(string: url), let named = target.host, !named.isEmpty else {
            return .refused(.addressInvalid, detail: "not a URL")
        }
        let host = named.hasPrefix("[") && named.hasSuffix("]") ? String(named.dropFirst().dropLast()) : named
        let port = target.port ?? (target.scheme?.lowercased() == "https" ? 443 : 80)
        switch await judge(host: host, port: port) {
        case .allowed(let address):
            guard let ip = address.ipAddress else { return .refused(.addressNotAllowed, detail: "no IP address") }
            return await send(body, to: url, over: [host: ip], id: id, at: now)
        case .refused: return .refused(.addressNotAllowed, detail: "private address")
        case .unresolvable: return .postponed(detail: "the name has no address")
        }
    }

    private func judge(host: String, port: Int) async -> AddressGuard.Judgement {
        let guardian = guardian
        return (try? await threads.runIfActive { guardian.judge(host: host, port: port) }) ?? .unresolvable
    }

    private func send(_ body: [UInt8], to url: String, over addresses: [String: String], id: String, at now: Instant) async
        -> DeliveryResult
    {
        // The certificate and the Host header are the name's, the connection is the address's. A redirect could lead to an
        // address nobody judged; the standard counts it as a failure anyway.
        var configuration = HTTPClient.Configuration.singletonConfiguration
        configuration.redirectConfiguration = .disallow
        configuration.dnsOverride = addresses
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let result = await send(body, to: url, by: client, id: id, at: now)
        // Nothing of the delivery depends on how its connection ends.
        try? await client.shutdown()
        return result
    }

    private func send(_ body: [UInt8], to url: String, by client: HTTPClient, id: String, at now: Instant) async -> DeliveryResult {
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
