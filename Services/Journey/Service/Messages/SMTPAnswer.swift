import CCurl
import JourneyDomain

/// What a result of libcurl means for a message.
///
/// The server's last reply decides: 4xx asks for another attempt, 5xx is final (RFC 5321, section 4.2.1). When the
/// connection broke after libcurl had taken the whole message, the server may have it: nobody can say, and it is not
/// sent again. Before that, nothing was taken.
struct SMTPAnswer {
    let result: DeliveryResult

    init(_ outcome: maru_smtp_result, payloadLength: Int) {
        let detail = Self.detail(outcome)
        if outcome.curl_code == 0 {
            result = .delivered
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

    /// Codes only: a server's own words may repeat the recipient's address.
    private static func detail(_ outcome: maru_smtp_result) -> String {
        outcome.response_code > 0 ? "smtp \(outcome.response_code), curl \(outcome.curl_code)" : "curl \(outcome.curl_code)"
    }
}
