package import CommonModels
import Foundation
import HTTPTypes
package import Hummingbird
package import NIOCore

extension Request {
    /// The whole body, decompressed if it came with `Content-Encoding: gzip` (or deflate).
    /// - Parameter limit: bytes, before and after decompression; the service's limit if nil.
    /// - Throws: ``Problem/tooLarge(maxBytes:)``, ``Problem/unsupportedMediaType(_:)``, ``Problem/badRequest(_:errors:)``.
    package func bodyBuffer(_ context: ServiceContext, limit: Int? = nil) async throws -> ByteBuffer {
        let limit = limit ?? context.limits.bodyBytesMax
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit { throw Problem.tooLarge(maxBytes: limit) }
        let raw: ByteBuffer
        do {
            raw = try await body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw Problem.tooLarge(maxBytes: limit)
        }
        guard let encoding = headers[.contentEncoding]?.lowercased(), encoding != "identity" else { return raw }
        guard encoding == "gzip" || encoding == "x-gzip" || encoding == "deflate" else {
            throw Problem.unsupportedMediaType("the body as it is, or compressed with gzip")
        }
        return try Inflater.inflate(raw, limit: limit)
    }

    /// The body as bytes; for readers of their own.
    package func bodyBytes(_ context: ServiceContext, limit: Int? = nil) async throws -> [UInt8] {
        Array(buffer: try await bodyBuffer(context, limit: limit))
    }

    /// The body as a JSON tree.
    /// - Throws: what ``bodyBuffer(_:limit:)`` throws, or `JSONParseError` (answered 400).
    package func jsonValue(_ context: ServiceContext, limit: Int? = nil) async throws -> JSONValue {
        let buffer = try await bodyBuffer(context, limit: limit)
        guard buffer.readableBytes > 0 else { throw Problem.malformedJSON("The body is empty.") }
        let bytes = Array(buffer: buffer)
        let json = try JSONValue(parsing: bytes, limits: context.limits.json)
        try NULCheck.check(json, from: bytes)
        return json
    }

    /// The body as a value; what does not fit is answered with JSON Pointers.
    /// - Throws: what ``bodyBuffer(_:limit:)`` throws, `JSONParseError` or `DecodingError`.
    package func jsonBody<Value: Decodable>(_ type: Value.Type, _ context: ServiceContext, limit: Int? = nil) async throws -> Value {
        let buffer = try await bodyBuffer(context, limit: limit)
        guard buffer.readableBytes > 0 else { throw Problem.malformedJSON("The body is empty.") }
        let bytes = Array(buffer: buffer)
        // Foundation's decoder knows no limits of ours: the fast reader checks form and nesting first.
        try NULCheck.check(JSONValue(parsing: bytes, limits: context.limits.json), from: bytes)
        return try JSONDecoder().decode(type, from: Data(bytes))
    }

    /// The fields of an HTML form (`application/x-www-form-urlencoded`); of repeated fields the last one counts.
    package func formBody(_ context: ServiceContext, limit: Int? = nil) async throws -> [String: String] {
        try await formFields(context, limit: limit).reduce(into: [:]) { $0[$1.name] = $1.value }
    }

    /// The fields of an HTML form in the order sent, repeated ones included.
    package func formFields(_ context: ServiceContext, limit: Int? = nil) async throws -> [FormText.Field] {
        let text = String(buffer: try await bodyBuffer(context, limit: limit))
        try NULCheck.check(form: text)
        return FormText.fields(text)
    }
}
