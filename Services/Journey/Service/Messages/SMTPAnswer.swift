import CCurl
import JourneyDomain

/// What a result of libcurl means for a message.
///
/// The server's last reply decides: 4xx asks for another attempt, 5xx is final (RFC 5321, section 4.2.1) where it can be about the
/// message. A server that refuses us, at the greeting, for want of encryption or with a wrong password, refuses everybody, and takes the
/// message when that is mended. When the connection broke after libcurl had taken the whole message, the server may have it: nobody can say, and it is not
/// sent again. Before that, nothing was taken.
struct SMTPAnswer {
    let result: DeliveryResult

    init(_ outcome: maru_smtp_result, payloadLength: Int) {
        let detail = Self.detail(outcome)
        if outcome.curl_code == 0 {
            result = .delivered
        } else if Self.isAboutUs(outcome) {
            result = .postponed(detail: detail)
        } else if (500...599).contains(outcome.response_code) {
            result = .refused(.refused, detail: detail)
        } else if (400...499).contains(outcome.response_code) {
            result = .postponed(detail: detail)
        } else if outcome.payload_taken >= payloadLength {
            result = .uncertain(detail: detail)
        } else {
            result = .postponed(detail: detail)
        }
    }

    /// libcurl's CURLE_WEIRD_SERVER_REPLY (8) is also what an answer to the message itself comes as, then the message was taken;
    /// CURLE_REMOTE_ACCESS_DENIED (9), CURLE_USE_SSL_FAILED (64), CURLE_LOGIN_DENIED (67); and SMTP's own answers to want of encryption or authentication.
    private static func isAboutUs(_ outcome: maru_smtp_result) -> Bool {
        switch (outcome.curl_code, outcome.response_code) {
        case (9, _), (64, _), (67, _): true
        case (8, _): outcome.payload_taken == 0
        case (_, 530), (_, 534), (_, 535), (_, 538): true
        default: false
        }
    }

    /// Codes only: a server's own words may repeat the recipient's address.
    private static func detail(_ outcome: maru_smtp_result) -> String {
        outcome.response_code > 0 ? "smtp \(outcome.response_code), curl \(outcome.curl_code)" : "curl \(outcome.curl_code)"
    }
}
