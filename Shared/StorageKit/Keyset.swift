import CommonModels
import Foundation

/// The opaque `after` of a list: the sort values of the last row seen.
///
/// Values are text or integers; on the wire base64url of a JSON array, at most ``lengthMax`` characters.
package struct Keyset: Hashable, Sendable {
    package static let lengthMax = 1_024  // characters

    package let values: [SQLValue]

    package init(_ values: [any SQLBindable]) { self.values = values.map(\.sqlValue) }

    /// - Returns: nil when `text` is not what ``encoded`` made, or has another count of values.
    package init?(encoded text: String, count: Int) {
        guard text.utf8.count <= Self.lengthMax else { return nil }
        var base64 = text.replacing("-", with: "+").replacing("_", with: "/")
        base64 += String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: base64), let json = try? JSONValue(parsing: Array(data)),
            case .array(let elements) = json, elements.count == count
        else { return nil }
        var values: [SQLValue] = []
        for element in elements {
            switch element {
            case .string(let text): values.append(.text(text))
            case .integer(let integer): values.append(.integer(integer))
            case .null, .bool, .number, .array, .object: return nil
            }
        }
        self.values = values
    }

    package var encoded: String {
        let elements: [JSONValue] = values.map { value in
            switch value {
            case .integer(let integer): .integer(integer)
            case .text(let text): .string(text)
            case .real(let real): .string("\(real)")
            case .null, .blob: .null
            }
        }
        return Data(JSONValue.array(elements).serialized.utf8).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
