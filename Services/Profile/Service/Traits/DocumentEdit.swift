import Hummingbird
import ServiceKit

/// What the sender of a document says about the one it replaces, so that two edits do not undo each other and a file in
/// git can be applied again and again.
enum DocumentEdit: Hashable, Sendable {
    /// No header: makes a new one, but does not replace another.
    case creates
    /// `If-Match: "3"` replaces that version.
    case replaces(Int)
    /// `If-Match: *` replaces whatever there is.
    case replacesAny

    init(_ request: Request) throws {
        guard request.headers[.ifMatch] != nil else {
            self = .creates
            return
        }
        self = try request.expectedVersion().map { .replaces($0) } ?? .replacesAny
    }

    /// - Parameter version: of the document there is; nil when there is none.
    /// - Throws: ``Problem/preconditionRequired``, ``Problem/preconditionFailed(currentETag:)``.
    func check(against version: Int?) throws {
        switch (self, version) {
        case (.creates, nil), (.replacesAny, _): return
        case (.creates, .some): throw Problem.preconditionRequired
        case (.replaces(let expected), let version):
            guard expected == version else { throw Problem.preconditionFailed(currentETag: EntityTag.text(version: version ?? 0)) }
        }
    }
}
