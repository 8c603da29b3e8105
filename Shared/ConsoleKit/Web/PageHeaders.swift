package import HTTPTypes

/// The headers of pages: nothing from other hosts, no inline scripts or styles, never in a foreign frame, never cached.
package enum PageHeaders {
    package static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

    /// For HTML written by users (an e-mail preview) in an `<iframe sandbox>`: it may show pictures and its own styles, no more.
    package static let previewPolicy =
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data: https:; font-src 'none'; sandbox; frame-ancestors 'self'; base-uri 'none'"

    package static var page: HTTPFields { fields(policy) }
    package static var preview: HTTPFields { fields(previewPolicy) }

    private static func fields(_ policy: String) -> HTTPFields {
        var fields: HTTPFields = [
            .contentType: "text/html; charset=utf-8", .cacheControl: "no-store", .contentSecurityPolicy: policy,
            .xContentTypeOptions: "nosniff",
        ]
        if let referrer = HTTPField.Name("referrer-policy") { fields[referrer] = "same-origin" }
        return fields
    }
}
