import CommonModels
import HTTPTypes
package import Hummingbird
import NIOCore

extension Problem {
    /// `application/problem+json` with `Retry-After` and the problem's own headers.
    /// - Parameter instance: the request id, so that a report can be matched with the log.
    package func response(instance: String) -> Response {
        var bytes: [UInt8] = []
        var json = json
        if case .object(var members) = json {
            members["instance"] = .string("urn:maru:request:" + instance)
            json = .object(members)
        }
        json.write(into: &bytes)
        var fields = headerFields
        fields[.contentType] = "application/problem+json"
        return Response(status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// `Retry-After` and the problem's own headers, for answers of another shape.
    package var headerFields: HTTPFields {
        var fields = headers
        if let retryAfter { fields[.retryAfter] = String(retryAfter) }
        fields[.cacheControl] = "no-store"
        return fields
    }
}

extension Problem: ResponseGenerator {
    package func response(from request: Request, context: some RequestContext) throws -> Response {
        response(instance: context.id)
    }
}
