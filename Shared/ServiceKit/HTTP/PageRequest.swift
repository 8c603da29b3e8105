package import Hummingbird

/// Which part of a list is asked for: `?limit=` and the opaque `after` of the page before.
package struct PageRequest: Hashable, Sendable {
    package static let limitDefault = 50
    package static let limitMax = 1_000

    /// Items, 1 to ``limitMax``.
    package let limit: Int
    /// What the page before gave as `next`; see StorageKit's `Keyset`.
    package let after: String?

    package init(limit: Int = limitDefault, after: String? = nil) {
        self.limit = min(max(1, limit), Self.limitMax)
        self.after = after
    }

    /// - Throws: ``Problem/badRequest(_:errors:)`` for a limit that is no number from 1 to 1000.
    package init(_ request: Request) throws {
        let query = request.uri.queryParameters
        if let text = query["limit"].map(String.init) {
            guard let limit = Int(text), (1...Self.limitMax).contains(limit) else {
                throw Problem.badRequest("limit must be a whole number from 1 to \(Self.limitMax).")
            }
            self.limit = limit
        } else {
            limit = Self.limitDefault
        }
        after = query["after"].map(String.init).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A page of `rows`, of which one more than `limit` was asked for to know whether there is a next page.
    package func page<Row, Item>(_ rows: [Row], item: (Row) throws -> Item, key: (Row) -> String) rethrows -> Page<Item> {
        let next = rows.count > limit ? rows.prefix(limit).last.map(key) : nil
        return Page(items: try rows.prefix(limit).map(item), next: next)
    }
}
