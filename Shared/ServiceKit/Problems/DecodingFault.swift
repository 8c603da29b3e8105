import CommonModels

/// Says what Foundation's decoder disliked, with a JSON Pointer.
enum DecodingFault {
    static func problem(for error: DecodingError) -> Problem {
        switch error {
        case .keyNotFound(let key, let context):
            .validation([.init("is required", pointer: pointer(context.codingPath + [key]))])
        case .valueNotFound(_, let context):
            .validation([.init("must not be null", pointer: pointer(context.codingPath))])
        case .typeMismatch(let type, let context):
            .validation([.init("must be \(name(of: type))", pointer: pointer(context.codingPath))])
        case .dataCorrupted(let context) where context.codingPath.isEmpty:
            .malformedJSON("The body is not valid JSON.")
        case .dataCorrupted(let context):
            .validation([.init(context.debugDescription, pointer: pointer(context.codingPath))])
        @unknown default:
            .malformedJSON("The body cannot be read.")
        }
    }

    /// RFC 6901: `~` is `~0`, `/` is `~1`.
    static func pointer(_ path: [any CodingKey]) -> String {
        path.map { pointer(to: $0.intValue.map(String.init) ?? $0.stringValue) }.joined()
    }

    static func pointer(to member: String) -> String { "/" + member.replacing("~", with: "~0").replacing("/", with: "~1") }

    private static func name(of type: any Any.Type) -> String {
        switch type {
        case is String.Type: "text"
        case is Bool.Type: "true or false"
        case is any BinaryInteger.Type: "a whole number"
        case is any BinaryFloatingPoint.Type: "a number"
        case is [String: JSONValue].Type: "an object"
        default: String(describing: type).hasPrefix("Array") ? "a list" : "an object"
        }
    }
}
