package import CommonModels

/// An answer as it is kept for replay.
package struct StoredAnswer: Hashable, Sendable {
    package let status: Int
    /// Content type, location and ETag.
    package let headers: JSONObject
    package let body: [UInt8]

    package init(status: Int, headers: JSONObject, body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
