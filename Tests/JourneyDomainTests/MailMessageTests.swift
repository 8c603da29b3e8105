import CommonModels
import Foundation
import JourneyDomain
import Testing

@Suite("An e-mail")
struct MailMessageTests {
    private func message(
        subject: String = "봄맞이 혜택이 도착했습니다", html: String? = "<p>안녕하세요</p>", unsubscribe: String? = "https://maru.example/u/1"
    ) throws -> MailMessage {
        MailMessage(
            from: try #require(EmailAddress("shop@example.com")), fromName: "마루 상점", to: try #require(EmailAddress("kim@example.org")),
            subject: subject, text: "안녕하세요\n.\n끝", html: html, messageID: "msg_1@example.com",
            date: try #require(Instant(rfc3339: "2026-11-22T05:06:07Z")), unsubscribeURL: unsubscribe)
    }

    @Test("has the headers of RFC 5322 and RFC 8058, and no line over 76 characters but addresses")
    func headers() throws {
        let text = String(decoding: try message().bytes, as: UTF8.self)
        #expect(text.contains("Date: Sun, 22 Nov 2026 05:06:07 +0000\r\n"))
        #expect(text.contains("Message-ID: <msg_1@example.com>\r\n"))
        #expect(text.contains("List-Unsubscribe: <https://maru.example/u/1>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"))
        #expect(text.contains("Content-Type: multipart/alternative; boundary="))
        #expect(text.utf8.allSatisfy { $0 < 128 })
        #expect(!text.replacing("\r\n", with: "").contains("\n"))
        #expect(text.split(separator: "\r\n").allSatisfy { $0.count <= 78 })
    }

    @Test("carries text first and HTML second, both readable again")
    func parts() throws {
        let text = String(decoding: try message().bytes, as: UTF8.self)
        let plain = try #require(text.range(of: "text/plain"))
        let html = try #require(text.range(of: "text/html"))
        #expect(plain.lowerBound < html.lowerBound)
        #expect(text.contains(Data("<p>안녕하세요</p>".utf8).base64EncodedString()))
        #expect(text.contains(Data("안녕하세요\r\n.\r\n끝".utf8).base64EncodedString()))
    }

    @Test("splits a long Korean subject between characters, each word at most 75 characters")
    func encodedWords() throws {
        let subject = String(repeating: "가나다라마바사", count: 12)
        let encoded = EncodedWord.encode(subject, firstLineUsed: 9)
        let words = encoded.replacing("\r\n ", with: " ").split(separator: " ")
        var decoded = ""
        for word in words {
            #expect(word.count <= 75)
            let data = try #require(Data(base64Encoded: String(word.dropFirst(10).dropLast(2))))
            decoded += try #require(String(data: data, encoding: .utf8))
        }
        #expect(words.count > 1)
        #expect(decoded == subject)
    }

    @Test("cannot be given a header through its subject or its addresses")
    func injection() throws {
        let text = String(decoding: try message(subject: "Hi\r\nBcc: everybody@example.com", html: nil).bytes, as: UTF8.self)
        #expect(!text.contains("\r\nBcc:"))
        for address in ["a@b", "a b@c.kr", "a@b.kr\r\nRCPT TO:<x@y.kr>", "<a@b.kr>", "", "@b.kr", "a@-b.kr", "김@b.kr"] {
            #expect(EmailAddress(address) == nil, "\(address)")
        }
        #expect(EmailAddress("first.last+tag@mail.example.co.kr")?.domain == "mail.example.co.kr")
    }

    @Test("leaves an ASCII subject as it is")
    func plainSubject() {
        #expect(EncodedWord.encode("Your order", firstLineUsed: 9) == "Your order")
    }
}
