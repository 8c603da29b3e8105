import Foundation

/// A value as JSON text, for columns that keep an answer as it was given.
enum EncodedJSON {
    static func text(_ value: some Encodable) throws -> String { String(decoding: try JSONEncoder().encode(value), as: UTF8.self) }
}
