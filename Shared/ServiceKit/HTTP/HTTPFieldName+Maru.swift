package import HTTPTypes

extension HTTPField.Name {
    /// Where OFREP clients put their key.
    package static let apiKey = HTTPField.Name(constant: "x-api-key")
    package static let requestID = HTTPField.Name(constant: "x-request-id")
    /// Which file a change comes from; see ``ServiceContext/document``.
    package static let document = HTTPField.Name(constant: "x-maru-document")
    package static let traceparent = HTTPField.Name(constant: "traceparent")
    package static let csrfToken = HTTPField.Name(constant: "x-csrf-token")
    package static let idempotencyKey = HTTPField.Name(constant: "idempotency-key")
    package static let idempotencyReplayed = HTTPField.Name(constant: "idempotency-replayed")
    package static let forwardedFor = HTTPField.Name(constant: "x-forwarded-for")
    package static let secFetchSite = HTTPField.Name(constant: "sec-fetch-site")

    /// For names written in our source.
    package init(constant name: StaticString) {
        guard let made = HTTPField.Name("\(name)") else { preconditionFailure("\(name) is not a header name") }
        self = made
    }
}
