package import ContentDomain

/// Which items a list shows.
package struct ContentFilter: Hashable, Sendable {
    package var kind: ContentKind?
    package var folder: String?
    package var status: ContentItem.Status?
    /// Part of name, key or tag.
    package var search: String?

    package init(kind: ContentKind? = nil, folder: String? = nil, status: ContentItem.Status? = nil, search: String? = nil) {
        self.kind = kind
        self.folder = folder
        self.status = status
        self.search = search
    }
}
