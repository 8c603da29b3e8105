import HTTPTypes
import Hummingbird

/// Where a request came from.
enum PeerAddress {
    /// The socket's other end; behind one of the `trusted` proxies the last address of `X-Forwarded-For`.
    static func address(of request: Request, socket: String, trusted: Set<String>) -> String {
        guard !trusted.isEmpty, trusted.contains(socket) || trusted.contains("*"), let header = request.headers[.forwardedFor],
            let last = header.split(separator: ",").last
        else { return socket }
        return last.filter { $0 != " " }
    }
}
