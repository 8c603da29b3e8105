package import CommonModels
import HTTPTypes
package import HummingbirdTesting
import NIOCore

extension TestResponse {
    /// - Throws: `JSONParseError` if the body is no JSON.
    package var json: JSONValue { get throws { try JSONValue(parsing: Array(buffer: body)) } }

    package var text: String { String(buffer: body) }

    /// The slug of a problem's type; nil if the answer is no problem.
    package var problem: String? {
        guard headers[.contentType] == "application/problem+json" else { return nil }
        return try? json["type"]?.stringValue?.replacing("urn:maru:problem:", with: "")
    }
}
