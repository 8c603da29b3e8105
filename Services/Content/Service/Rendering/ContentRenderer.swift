package import CommonModels
package import ContentDomain
import StorageKit

/// Renders items for one person: the published version, or a draft for preview.
package struct ContentRenderer: Sendable {
    /// Fragments one item may draw in, those of fragments included.
    static let fragmentsMax = 100

    private let store: ContentStore
    private let cache = CompiledCache()

    package init(store: ContentStore) { self.store = store }

    /// What is rendered for whom.
    package struct Job: Sendable {
        package let item: String
        package var locale: String?
        package var data: JSONObject
        package var environment: LiquidEnvironment

        package init(item: String, locale: String? = nil, data: JSONObject, environment: LiquidEnvironment) {
            self.item = item
            self.locale = locale
            self.data = data
            self.environment = environment
        }
    }

    /// The published version, as a customer gets it.
    /// - Throws: ``ContentError/notFound``, ``ContentError/notPublished``, ``ContentError/cannotRender(part:_:)``
    package func render(_ job: Job) async throws -> RenderedContent {
        guard let (item, compiled) = try await published([job.item]).first else { throw try await absence(of: job.item) }
        return try render(job, item, compiled, partials: try await fragments(of: compiled))
    }

    /// A version that may not be published; never for customers.
    package func preview(_ job: Job, version: Int?) async throws -> RenderedContent {
        let (item, words) = try await store.item(job.item, version: version)
        let compiled = try CompiledVersion(words, kind: item.kind, defaultLocale: item.details.defaultLocale)
        return try render(job, item.id, compiled, partials: try await fragments(of: compiled))
    }

    private func render(_ job: Job, _ item: ItemID, _ compiled: CompiledVersion, partials: [String: CompiledVersion]) throws
        -> RenderedContent
    {
        let (locale, parts) = try compiled.render(job.data, locale: job.locale, environment: job.environment, partials: partials)
        let fields = compiled.fields(in: job.data, partials: partials).map(\.description)
        return RenderedContent(itemId: item, version: compiled.number, locale: locale, parts: parts, fields: fields)
    }

    /// Whether an item that cannot be rendered exists at all.
    private func absence(of name: String) async throws -> ContentError {
        _ = try await store.item(name)
        return .notPublished
    }

    /// Every fragment the version draws in, directly or through others.
    private func fragments(of compiled: CompiledVersion) async throws -> [String: CompiledVersion] {
        var found: [String: CompiledVersion] = [:]
        var wanted = compiled.fragments
        while !wanted.isEmpty, found.count <= Self.fragmentsMax {
            let loaded = try await publishedFragments(wanted)
            found.merge(loaded) { first, _ in first }
            wanted = loaded.values.reduce(into: Set()) { $0.formUnion($1.fragments) }.subtracting(found.keys)
        }
        return found
    }

    private func publishedFragments(_ keys: Set<String>) async throws -> [String: CompiledVersion] {
        let rows = try await publishedRows(keys.sorted(), fragmentsOnly: true)
        var result: [String: CompiledVersion] = [:]
        for row in rows { result[row.key] = try await compiled(row) }
        return result
    }

    private func published(_ names: [String]) async throws -> [(ItemID, CompiledVersion)] {
        var result: [(ItemID, CompiledVersion)] = []
        for row in try await publishedRows(names, fragmentsOnly: false) { result.append((row.id, try await compiled(row))) }
        return result
    }

    private struct PublishedRow: Sendable {
        let id: ItemID
        let key: String
        let kind: ContentKind
        let version: Int
        let defaultLocale: String
    }

    private func publishedRows(_ names: [String], fragmentsOnly: Bool) async throws -> [PublishedRow] {
        try await store.database.read { tx in
            try names.compactMap { name in
                let column = ItemID(name) == nil ? "key" : "id"
                let row = try tx.row(
                    "SELECT id, key, kind, published_version, default_locale FROM content_item WHERE \(column) = $1 AND published_version IS NOT NULL",
                    [name])
                guard let row else { return nil }
                let kind: ContentKind = try row.name("kind")
                if fragmentsOnly, kind != .fragment { return nil }
                return PublishedRow(
                    id: try row.id("id"), key: try row.text("key"), kind: kind, version: try row.int("published_version"),
                    defaultLocale: try row.text("default_locale"))
            }
        }
    }

    private func compiled(_ row: PublishedRow) async throws -> CompiledVersion {
        let key = CompiledCache.Key(item: row.id, version: row.version, defaultLocale: row.defaultLocale)
        if let known = cache.value(key) { return known }
        let (_, version) = try await store.item(row.id.rawValue, version: row.version)
        let compiled = try CompiledVersion(version, kind: row.kind, defaultLocale: row.defaultLocale)
        cache.insert(compiled, for: key)
        return compiled
    }
}
