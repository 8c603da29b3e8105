package import CommonModels

/// One person's signed-in time in one browser.
package struct Session: Hashable, Sendable {
    package static let cookieName = "maru_session"

    package let userID: UserID
    package let expiresAt: Instant
    /// Of the password it was opened with.
    package let stamp: String
    /// Forms send it back as field `csrf` or header `x-csrf-token`.
    package let csrfToken: String
    package let cookieValue: String

    /// The `Set-Cookie` value. - Parameter isSecure: whether the console is reached over HTTPS.
    package func setCookie(isSecure: Bool, at now: Instant) -> String {
        let seconds = max(0, (expiresAt - now).components.seconds)
        return "\(Self.cookieName)=\(cookieValue); Path=/; Max-Age=\(seconds); HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "")
    }

    /// The `Set-Cookie` value that ends a session in the browser.
    package static func clearCookie(isSecure: Bool) -> String {
        "\(cookieName)=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "")
    }
}
