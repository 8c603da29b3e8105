import CommonModels
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JourneyDomain
import JourneyService
import NIOCore
import Testing

@Suite("A webhook message")
struct WebhookTests {
    @Test("is signed as the vector of Standard Webhooks says")
    func vector() throws {
        let signature = try #require(WebhookSignature(secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let body =
            #"{"type":"contact.created","timestamp":"2022-11-03T20:26:10.344522Z","data":{"id":"1f81eb52-5198-4599-803e-771906343485"}}"#
        #expect(
            signature.sign(id: "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W", timestamp: 1_674_087_231, body: Array(body.utf8))
                == "v1,ARw42xaAApl/nxRo+iPGYwSaMQaOwMo2eyH5JBRA+bQ=")
        #expect(WebhookSignature(secret: "whsec_short") == nil)
        #expect(WebhookSignature(secret: "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw") == nil)
    }

    @Test(
        "never goes to an address inside the company",
        arguments: [
            "127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
            "::1",
            "fe80::1", "fd00::1", "::ffff:127.0.0.1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::",
        ])
    func privateAddresses(host: String) throws {
        #expect(!AddressGuard.isPublic(try SocketAddress(ipAddress: host, port: 80)))
        #expect(AddressGuard(allowedHosts: []).judge(host: host, port: 80) == .refused)
        #expect(AddressGuard(allowedHosts: [host]).judge(host: host, port: 80) == .allowed(try SocketAddress(ipAddress: host, port: 80)))
    }

    @Test("may go to an address on the Internet", arguments: ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111"])
    func publicAddresses(host: String) throws {
        #expect(AddressGuard.isPublic(try SocketAddress(ipAddress: host, port: 443)))
    }

    @Test("never goes to a name one of whose addresses is inside the company")
    func severalAddresses() throws {
        let outside = try SocketAddress(ipAddress: "8.8.8.8", port: 80)
        let inside = try SocketAddress(ipAddress: "169.254.169.254", port: 80)
        for addresses in [[outside, inside], [inside, outside]] {
            let guardian = AddressGuard(allowedHosts: []) { _, _ in addresses }
            #expect(guardian.judge(host: "hooks.example", port: 80) == .refused)
        }
        #expect(AddressGuard(allowedHosts: []) { _, _ in [outside] }.judge(host: "hooks.example", port: 80) == .allowed(outside))
        #expect(AddressGuard(allowedHosts: []) { _, _ in [] }.judge(host: "hooks.example", port: 80) == .unresolvable)
    }

    @Test("goes to the address that was judged, whatever the name says a moment later")
    func pinned() async throws {
        let router = Router()
        router.post("hook") { _, _ in HTTPResponse.Status.noContent }
        let receiver = Application(router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)))
        try await receiver.test(.live) { client in
            let port = try #require(client.port)
            let address = try SocketAddress(ipAddress: "127.0.0.1", port: port)
            let signature = try #require(WebhookSignature(secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
            // No resolver knows this name.
            let guardian = AddressGuard(allowedHosts: ["hooks.invalid"]) { _, _ in [address] }
            let sender = SignedWebhookSender(signature: signature, guardian: guardian)
            #expect(await sender.post([], to: "http://hooks.invalid:\(port)/hook", id: "msg_1", at: .epoch) == .delivered)
        }
    }
}
