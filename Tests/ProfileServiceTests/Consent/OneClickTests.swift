import CommonModels
import HTTPTypes
import HummingbirdTesting
import NIOCore
import TestFixtures
import Testing

@testable import ProfileService

@Suite("One-click unsubscribe (RFC 8058)")
struct OneClickTests {
    private static let grant: JSONValue = ["purpose": "marketing", "channel": "email", "status": "granted"]

    private func link(_ town: ConsentTown) async throws -> String {
        try await town.state(Self.grant)
        town.app.time.advance(by: .seconds(1))
        return try await town.link(["kind": "unsubscribe", "purpose": "marketing", "channel": "email"])
    }

    @Test("GET and HEAD, as mail scanners send them, never unsubscribe", arguments: TestEngine.available)
    func looking(engine: TestEngine) async throws {
        try await ConsentTown.run(on: engine) { town in
            let link = try await link(town)
            for method in [HTTPRequest.Method.get, .head, .options] { _ = try await town.open(link, method) }
            let page = try await town.open(link)
            #expect(page.status == .ok && HTMLInspector(page.text).faults == [])
            #expect(try await town.counts() == "granted ownRecord")
            #expect(try await town.proofs().count == 1)
        }
    }

    @Test("a POST withdraws without a redirect, urlencoded and multipart, and again changes nothing", arguments: TestEngine.available)
    func post(engine: TestEngine) async throws {
        try await ConsentTown.run(on: engine) { town in
            let link = try await link(town)
            let form = try await town.app.send(
                .post, link, key: nil, headers: [.contentType: "application/x-www-form-urlencoded"],
                body: ByteBuffer(string: "List-Unsubscribe=One-Click"))
            #expect(form.status == .ok && form.headers[.location] == nil)
            #expect(try await town.counts() == "withdrawn ownRecord")
            let multipart = "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n"
            for _ in 0..<2 {
                let again = try await town.app.send(
                    .post, link, key: nil, headers: [.contentType: "multipart/form-data; boundary=b"], body: ByteBuffer(string: multipart))
                #expect(again.status == .ok)
            }
            #expect(try await town.proofs() == ["granted email tests", "withdrawn email one-click"])
        }
    }

    @Test("only one purpose on one channel ends; a link that is not ours ends nothing")
    func scope() async throws {
        try await ConsentTown.run { town in
            try await town.state(["purpose": "marketing", "channel": "sms", "status": "granted"])
            let link = try await link(town)
            let forged = link.dropLast(4) + "AAAA"
            #expect(try await town.app.send(.post, String(forged), key: nil).status == .notFound)
            #expect(try await town.open(String(forged), .post, form: "").text.contains("링크가 올바르지 않습니다"))
            #expect(try await town.counts() == "granted ownRecord")
            #expect(try await town.app.send(.post, link, key: nil).status == .ok)
            #expect(try await town.counts() == "withdrawn ownRecord")
            #expect(try await town.counts("marketing", "sms") == "granted ownRecord")
        }
    }
}
