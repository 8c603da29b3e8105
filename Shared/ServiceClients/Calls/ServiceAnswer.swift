package import CommonModels
import Foundation
package import NIOCore
import NIOFoundationCompat
package import NIOHTTP1

/// What a neighbour answered, with a status below 400 (or one the caller asked to see).
package struct ServiceAnswer: Sendable {
    package let status: Int
    package let headers: HTTPHeaders
    package let body: ByteBuffer

    /// The body as a value.
    /// - Throws: ``ServiceCallError/malformedAnswer(_:)`` if it does not fit.
    package func decode<Value: Decodable>(_ type: Value.Type, from service: ServiceName) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: body)
        } catch {
            throw ServiceCallError.malformedAnswer(service)
        }
    }

    /// The body as a JSON tree.
    package func json(from service: ServiceName) throws -> JSONValue {
        do {
            return try JSONValue(parsing: Array(buffer: body))
        } catch {
            throw ServiceCallError.malformedAnswer(service)
        }
    }
}
