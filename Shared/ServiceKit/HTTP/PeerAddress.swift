import HTTPTypes
import Hummingbird

/// Where a request came from.
enum PeerAddress {
    /// What the header of a proxy says, and whom it is believed.
    struct Forwarded {
        let header: String
        let trusted: Set<String>
    }

    /// `X-Forwarded-For`, where a proxy is trusted at all.
    static func forwarded(_ request: Request, trusted: Set<String>) -> Forwarded? {
        trusted.isEmpty ? nil : request.headers[.forwardedFor].map { Forwarded(header: $0, trusted: trusted) }
    }

    /// The socket's other end; behind one of the trusted proxies the last address it forwarded.
    static func address(socket: String, _ forwarded: Forwarded?) -> String {
        guard let forwarded, forwarded.trusted.contains(socket) || forwarded.trusted.contains("*"),
            let last = forwarded.header.split(separator: ",").last
        else { return socket }
        return last.filter { $0 != " " }
    }
}
