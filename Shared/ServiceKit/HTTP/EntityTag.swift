import HTTPTypes
package import Hummingbird

/// ETags made of version numbers: version 3 is `"3"`.
package enum EntityTag {
    package static func text(version: Int) -> String { "\"\(version)\"" }
}

extension Request {
    /// Edits are made to the version the caller read.
    /// - Parameter version: the present one.
    /// - Throws: ``Problem/preconditionRequired`` without `If-Match`, ``Problem/preconditionFailed(currentETag:)`` if it
    ///   names another version. `*` fits every version.
    package func requireIfMatch(_ version: Int) throws {
        let tags = headers[.ifMatch]?.split(separator: ",").map { $0.drop(while: { $0 == " " }) } ?? []
        guard !tags.isEmpty else { throw Problem.preconditionRequired }
        let present = EntityTag.text(version: version)
        let fits = tags.contains { tag -> Bool in
            let strong = tag.hasPrefix("W/") ? tag.dropFirst(2) : tag
            return strong == "*" || strong.prefix(while: { $0 != " " }) == present
        }
        guard fits else { throw Problem.preconditionFailed(currentETag: present) }
    }

    /// The version `If-Match` names, to be compared inside the transaction that edits.
    /// - Returns: nil for `*`.
    /// - Throws: ``Problem/preconditionRequired``; ``Problem/badRequest(_:errors:)`` if it is none of our tags.
    package func expectedVersion() throws -> Int? {
        guard let header = headers[.ifMatch] else { throw Problem.preconditionRequired }
        if header == "*" { return nil }
        let digits = header.drop(while: { !$0.isNumber }).prefix(while: \.isNumber)
        guard let version = Int(digits) else { throw Problem.badRequest("If-Match does not name a version.") }
        return version
    }
}
