import Foundation
import HTTPTypes
import Hummingbird

/// Sends a person without a session to the sign-in page, and back afterwards.
enum SignInRedirect {
    static let path = "/ui/sign-in"

    static func response(for request: Request) -> Response {
        let target = request.head.path ?? "/ui/"
        let next = target.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return Response(status: .seeOther, headers: [.location: "\(path)?next=\(next)", .cacheControl: "no-store"])
    }
}
