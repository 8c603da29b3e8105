package import CommonModels
import Foundation
package import HTTPTypes
package import Hummingbird
package import NIOCore

/// An answer of JSON.
package struct JSONResponse: ResponseGenerator, Sendable {
    package var status: HTTPResponse.Status
    package var headers: HTTPFields
    package let body: ByteBuffer

    /// Encodes `value`; instants and money write themselves.
    package init(_ status: HTTPResponse.Status = .ok, _ value: some Encodable, headers: HTTPFields = [:]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        let data = try encoder.encode(value)
        self.init(status, bytes: ByteBuffer(bytes: data), headers: headers)
    }

    /// Writes a tree, members in their order.
    package init(_ status: HTTPResponse.Status = .ok, json: JSONValue, headers: HTTPFields = [:]) {
        var bytes: [UInt8] = []
        json.write(into: &bytes)
        self.init(status, bytes: ByteBuffer(bytes: bytes), headers: headers)
    }

    /// Sends bytes that are JSON already: the fast way.
    package init(_ status: HTTPResponse.Status = .ok, bytes: ByteBuffer, headers: HTTPFields = [:]) {
        self.status = status
        self.headers = headers
        body = bytes
    }

    package func response(from request: Request, context: some RequestContext) throws -> Response {
        var headers = headers
        if headers[.contentType] == nil { headers[.contentType] = "application/json" }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    /// 201 with `Location` (and `ETag` of the first version, if the thing has versions).
    package static func created(_ value: some Encodable, location: String, etag: String? = nil) throws -> JSONResponse {
        var headers: HTTPFields = [.location: location]
        if let etag { headers[.eTag] = etag }
        return try JSONResponse(.created, value, headers: headers)
    }

    /// 200 with the `ETag` of a version, for things that are edited with `If-Match`.
    package static func versioned(_ value: some Encodable, version: Int) throws -> JSONResponse {
        try JSONResponse(.ok, value, headers: [.eTag: EntityTag.text(version: version)])
    }
}
