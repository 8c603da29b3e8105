package import CommonModels

/// What a message says: a content item, rendered for the person when it is sent, or text sent as it is written.
package enum MessageContent: Hashable, Sendable {
    package static let subjectLengthMax = 200  // characters
    package static let bodyLengthMax = 50_000  // characters
    case item(String)
    case inline(subject: String, text: String, html: String?)

    package var json: JSONObject {
        switch self {
        case .item(let key):
            ["content": .string(key)]
        case .inline(let subject, let text, let html):
            ["inline": .object(Self.inlineJSON(subject, text, html))]
        }
    }

    private static func inlineJSON(_ subject: String, _ text: String, _ html: String?) -> JSONObject {
        var object: JSONObject = ["subject": .string(subject), "text": .string(text)]
        if let html { object["html"] = .string(html) }
        return object
    }
}
