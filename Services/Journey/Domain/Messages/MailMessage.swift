package import CommonModels
import Foundation

/// An e-mail, written out as RFC 5322 wants it: multipart/alternative with text first and HTML second, everything in
/// base64 so that no server has a reason to rewrite a line.
package struct MailMessage: Hashable, Sendable {
    package let from: EmailAddress
    package let fromName: String?
    package let to: EmailAddress
    package let subject: String
    package let text: String
    package let html: String?
    /// Without angle brackets; the same in every attempt.
    package let messageID: String
    package let date: Instant
    /// The one-click address of RFC 8058; nil for messages one cannot unsubscribe from.
    package let unsubscribeURL: String?

    package init(
        from: EmailAddress, fromName: String?, to: EmailAddress, subject: String, text: String, html: String?, messageID: String,
        date: Instant, unsubscribeURL: String?
    ) {
        self.from = from
        self.fromName = fromName
        self.to = to
        self.subject = subject
        self.text = text
        self.html = html
        self.messageID = messageID
        self.date = date
        self.unsubscribeURL = unsubscribeURL
    }

    /// The bytes to hand to SMTP, lines ending in CRLF.
    package var bytes: [UInt8] {
        var lines = headers
        if let html {
            let boundary = "=_" + messageID.filter { $0.isLetter || $0.isNumber }
            lines.append("Content-Type: multipart/alternative; boundary=\"\(boundary)\"")
            lines.append("")
            for (type, body) in [("text/plain", text), ("text/html", html)] {
                lines.append("--\(boundary)")
                lines += Self.part(type, body)
            }
            lines.append("--\(boundary)--")
        } else {
            lines += Self.part("text/plain", text)
        }
        return Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
    }

    private var headers: [String] {
        var lines = [
            "Date: \(MailDate.text(date))", "From: \(fromHeader)", "To: <\(to.text)>", "Message-ID: <\(messageID)>",
            "Subject: \(EncodedWord.encode(subject, firstLineUsed: 9))", "MIME-Version: 1.0",
        ]
        if let unsubscribeURL {
            lines.append("List-Unsubscribe: <\(unsubscribeURL)>")
            lines.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
        }
        return lines
    }

    private var fromHeader: String {
        guard let fromName, !fromName.isEmpty else { return "<\(from.text)>" }
        return "\(EncodedWord.encode(fromName, firstLineUsed: 6)) <\(from.text)>"
    }

    private static func part(_ type: String, _ body: String) -> [String] {
        let normalized = body.replacing("\r\n", with: "\n").replacing("\n", with: "\r\n")
        let encoded = Array(Data(normalized.utf8).base64EncodedString().utf8)
        let lines = stride(from: 0, to: encoded.count, by: 76).map { start in
            String(decoding: encoded[start..<min(start + 76, encoded.count)], as: UTF8.self)
        }
        return ["Content-Type: \(type); charset=utf-8", "Content-Transfer-Encoding: base64", ""] + lines
    }
}
