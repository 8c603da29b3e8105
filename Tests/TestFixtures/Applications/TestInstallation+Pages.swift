import Foundation
import HTTPTypes
package import HummingbirdTesting
import NIOCore
package import ServiceKit

/// What people in the console do.
extension TestInstallation {
    /// Opens a page, signed in with `roles`.
    package func page(
        _ path: String, as roles: [Role] = [.privacyOfficer], locale: String = "ko"
    ) async throws -> TestResponse {
        var headers = try await session(of: roles)
        headers[.accept] = "text/html"
        headers[.acceptLanguage] = locale
        return try await send(.get, path, key: nil, headers: headers)
    }

    /// Sends a page's form, as a browser does.
    package func submit(
        _ path: String, _ fields: KeyValuePairs<String, String>, as roles: [Role] = [.privacyOfficer]
    ) async throws -> TestResponse {
        var headers = try await session(of: roles)
        headers[.contentType] = "application/x-www-form-urlencoded"
        headers[.accept] = "text/html"
        let body = fields.map { "\($0.key)=\($0.value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")" }
        return try await send(.post, path, key: nil, headers: headers, body: ByteBuffer(string: body.joined(separator: "&")))
    }
}
