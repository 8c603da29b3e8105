import CommonModels
import ServiceKit
import StorageKit

/// Lists sorted by one id.
enum JourneyPaging {
    static func opaque(_ id: String) -> String { Keyset([id]).encoded }

    /// - Throws: ``Problem/badRequest(_:errors:)``
    static func id(_ after: String) throws -> String {
        guard let keyset = Keyset(encoded: after, count: 1), case .text(let id) = keyset.values[0] else {
            throw Problem.badRequest("after must be the next of the page before.")
        }
        return id
    }

    static func json(_ page: Page<JSONValue>, _ more: JSONObject = [:]) -> JSONValue {
        var object: JSONObject = ["items": .array(page.items)]
        if let next = page.next { object["next"] = .string(next) }
        object.merge(more) { _, new in new }
        return .object(object)
    }
}
