package import CommonModels
import HTTPTypes
package import Hummingbird

/// In which language a page is answered.
package enum RequestLocale {
    package static let cookieName = "maru_locale"

    /// `?lang=`, then the cookie, then `Accept-Language`, then Korean.
    package static func locale(of request: Request) -> ConsoleLocale {
        if let query = request.uri.query, query.contains("lang="),
            let asked = request.uri.queryParameters["lang"].flatMap({ ConsoleLocale(rawValue: String($0)) })
        {
            return asked
        }
        if let header = request.headers[.cookie], header.contains(cookieName),
            let chosen = request.cookies[cookieName].flatMap({ ConsoleLocale(rawValue: $0.value) })
        {
            return chosen
        }
        return request.headers[.acceptLanguage].flatMap { ConsoleLocale(acceptLanguage: $0) } ?? .ko
    }
}
