import NIOCore

/// Requests as bytes.
enum HTTPText {
    static func get(_ path: String, bearer: String? = nil) -> ByteBuffer {
        let auth = bearer.map { "authorization: Bearer \($0)\r\n" } ?? ""
        return ByteBuffer(string: "GET \(path) HTTP/1.1\r\nhost: 127.0.0.1\r\n\(auth)\r\n")
    }

    static func post(_ path: String, bearer: String, body: [UInt8]) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.writeString(
            "POST \(path) HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer \(bearer)\r\ncontent-type: application/json\r\ncontent-length: \(body.count)\r\n\r\n"
        )
        buffer.writeBytes(body)
        return buffer
    }
}
