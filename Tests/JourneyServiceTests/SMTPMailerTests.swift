import CommonModels
import Foundation
import JourneyDomain
import JourneyService
import TestFixtures
import Testing

@Suite("Sending over SMTP", .enabled(if: SMTPServer.isAvailable), .serialized)
struct SMTPMailerTests {
    private func withServer(refusing refusal: String? = nil, _ body: (SMTPServer, SMTPMailer) async throws -> Void) async throws {
        try await TestFolder.with { folder in
            let server = try SMTPServer(folder: folder, refusing: refusal)
            defer { server.stop() }
            let from = try #require(EmailAddress("shop@example.com"))
            let mailer = SMTPMailer(
                settings: MailSettings(
                    url: "smtp://127.0.0.1:\(server.port)", from: from, fromName: "마루", encryption: .none, connections: 1))
            try await body(server, mailer)
            await mailer.close()
        }
    }

    private func message(to: String, number: Int = 1) throws -> MailMessage {
        MailMessage(
            from: try #require(EmailAddress("shop@example.com")), fromName: "마루", to: try #require(EmailAddress(to)),
            subject: "봄 소식 \(number)",
            text: "안녕하세요\n.\n..점으로 시작하는 줄", html: "<p>안녕하세요</p>", messageID: "msg_\(number)@example.com", date: .epoch,
            unsubscribeURL: "https://maru.example/v1/unsubscribe/t")
    }

    @Test("delivers the message whole, with the headers of RFC 8058, over one connection kept open")
    func delivers() async throws {
        try await withServer { server, mailer in
            for number in 1...3 {
                #expect(await mailer.deliver(try message(to: "kim@example.org", number: number)) == .delivered)
            }
            let taken = try server.messages()
            #expect(taken.count == 3)
            let first = try #require(taken.first)
            #expect(first.contains("X-To: kim@example.org"))
            #expect(first.contains("X-From: shop@example.com"))
            #expect(first.contains("Message-ID: <msg_1@example.com>"))
            #expect(first.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"))
            #expect(first.contains(Data("안녕하세요\r\n.\r\n..점으로 시작하는 줄".utf8).base64EncodedString()))
            let peers = Set(taken.compactMap { $0.split(separator: "\r\n").first { $0.hasPrefix("X-Peer") } })
            #expect(peers.count == 1)
        }
    }

    @Test("tells a passing refusal, a final one and an answer that never came apart")
    func refusals() async throws {
        try await withServer { server, mailer in
            guard case .postponed = await mailer.deliver(try message(to: "busy@example.org")) else {
                Issue.record("451 must be tried again")
                return
            }
            guard case .refused(.refused, _) = await mailer.deliver(try message(to: "gone@example.org")) else {
                Issue.record("550 is final")
                return
            }
            guard case .uncertain = await mailer.deliver(try message(to: "drop@example.org")) else {
                Issue.record("a connection lost after the message is uncertain")
                return
            }
            #expect(try server.messages().count == 1)
            #expect(await mailer.deliver(try message(to: "kim@example.org")) == .delivered)
        }
    }

    @Test(
        "a server that refuses us refuses nobody's mail: it waits until the password or the encryption is mended",
        arguments: ["530 authentication required", "535 wrong password", "538 encryption required"])
    func refusesUs(answer: String) async throws {
        try await withServer(refusing: answer) { server, mailer in
            guard case .postponed = await mailer.deliver(try message(to: "kim@example.org")) else {
                Issue.record("\(answer) is about us")
                return
            }
        }
        try await withServer(refusing: "550 no mail from you") { server, mailer in
            guard case .refused = await mailer.deliver(try message(to: "kim@example.org")) else {
                Issue.record("550 is about the message")
                return
            }
        }
    }

    @Test("puts a message off when no server answers")
    func nobodyThere() async throws {
        let from = try #require(EmailAddress("shop@example.com"))
        let mailer = SMTPMailer(settings: MailSettings(url: "smtp://127.0.0.1:1", from: from, encryption: .none, connections: 1))
        guard case .postponed = await mailer.deliver(try message(to: "kim@example.org")) else {
            Issue.record("nothing was taken, so it may be tried again")
            return
        }
        await mailer.close()
    }
}
