package import CommonModels

/// Limits on what one request may bring. Each is stated in openapi.yaml.
package struct RequestLimits: Hashable, Sendable {
    package static let bodyBytesDefault = 1_048_576

    /// Bytes of a body after decompression, unless a route sets its own.
    package var bodyBytesMax: Int
    /// Nesting, members and strings of a JSON body.
    package var json: JSONLimits

    package init(bodyBytesMax: Int = bodyBytesDefault, json: JSONLimits = .default) {
        self.bodyBytesMax = bodyBytesMax
        self.json = json
    }
}
