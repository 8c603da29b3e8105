package import CommonModels
package import ContentDomain
package import ServiceKit
package import StorageKit

/// Items and their versions: reading.
package struct ContentStore: Sendable {
    let database: any Database
    let clock: WallClock

    package init(database: any Database, clock: WallClock) {
        self.database = database
        self.clock = clock
    }

    /// - Parameter name: an id or a key.
    /// - Throws: ``ContentError/notFound``
    package func item(_ name: String) async throws -> ContentItem {
        try await database.read { try Self.item(name, in: $0) }
    }

    static func item(_ name: String, in tx: any SQLTransaction, locking: String = "") throws -> ContentItem {
        let column = ItemID(name) == nil ? "key" : "id"
        guard let row = try tx.row("SELECT * FROM content_item WHERE \(column) = $1\(locking)", [name]) else { throw ContentError.notFound }
        return try ContentRows.item(row)
    }

    /// An item with one of its versions.
    /// - Parameter number: the latest if nil.
    /// - Throws: ``ContentError/notFound``, ``ContentError/versionNotFound``
    package func item(_ name: String, version number: Int?) async throws -> (item: ContentItem, version: ContentVersion) {
        try await database.read { tx in
            let item = try Self.item(name, in: tx)
            return (item, try Self.version(number ?? item.latestVersion, of: item, in: tx))
        }
    }

    static func version(_ number: Int, of item: ContentItem, in tx: any SQLTransaction) throws -> ContentVersion {
        guard let row = try tx.row("SELECT * FROM content_version WHERE item_id = $1 AND number = $2", [item.id, number]) else {
            throw ContentError.versionNotFound
        }
        return try ContentRows.version(row, kind: item.kind)
    }

    /// Newest first.
    package func versions(of name: String, page: PageRequest) async throws -> Page<ContentVersion> {
        let before = page.after.flatMap { Keyset(encoded: $0, count: 1)?.values.first } ?? .integer(.max)
        return try await database.read { tx in
            let item = try Self.item(name, in: tx)
            let rows = try tx.rows(
                "SELECT * FROM content_version WHERE item_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3", [item.id, before, page.limit + 1])
            return page.page(try rows.map { try ContentRows.version($0, kind: item.kind) }, item: { $0 }, key: { Keyset([$0.number]).encoded })
        }
    }

    /// Items by key.
    package func list(_ filter: ContentFilter, page: PageRequest) async throws -> Page<ContentItem> {
        let after = page.after.flatMap { Keyset(encoded: $0, count: 1)?.values.first } ?? .text("")
        return try await database.read { tx in
            var sql = "SELECT * FROM content_item WHERE key > $1"
            var arguments: [any SQLBindable] = [after]
            func add(_ condition: (String) -> String, _ value: String?) {
                guard let value, !value.isEmpty else { return }
                arguments.append(value)
                sql += " AND " + condition("$\(arguments.count)")
            }
            add({ "kind = \($0)" }, filter.kind?.rawValue)
            add({ "folder = \($0)" }, filter.folder)
            add({ "(\(tx.engine.contains("name", $0)) OR \(tx.engine.contains("key", $0)) OR \(tx.engine.contains("tags", $0)))" }, filter.search)
            switch filter.status {
            case .draft: sql += " AND published_version IS NULL"
            case .published: sql += " AND published_version = latest_version"
            case .changed: sql += " AND published_version < latest_version"
            case nil: break
            }
            let rows = try tx.rows(sql + " ORDER BY key LIMIT \(page.limit + 1)", arguments).map(ContentRows.item)
            return page.page(rows, item: { $0 }, key: { Keyset([$0.key.rawValue]).encoded })
        }
    }

    /// How many items there are, and how many customers can get.
    package func counts() async throws -> (all: Int, published: Int) {
        try await database.read { tx in
            let row = try tx.row("SELECT count(*) AS items, count(published_version) AS published FROM content_item")
            return (Int(try row?.integer("items") ?? 0), Int(try row?.integer("published") ?? 0))
        }
    }

    /// Keys of published fragments among `keys`.
    package func publishedFragments() async throws -> Set<String> {
        try await database.read { tx in try Self.publishedFragments(in: tx) }
    }

    static func publishedFragments(in tx: any SQLTransaction) throws -> Set<String> {
        Set(try tx.rows("SELECT key FROM content_item WHERE kind = 'fragment' AND published_version IS NOT NULL").map { try $0.text("key") })
    }
}
