package import CommonModels

/// Which of a person's events are looked at.
package struct TimelineFilter: Hashable, Sendable {
    package static let all = TimelineFilter()

    /// The name of an event, or the type of one without a name (`identify`, `alias`).
    package var kind: String?
    /// The source that sent them.
    package var source: String?
    package var from: Instant?
    /// Up to but without it.
    package var to: Instant?

    package init(kind: String? = nil, source: String? = nil, from: Instant? = nil, to: Instant? = nil) {
        self.kind = kind
        self.source = source
        self.from = from
        self.to = to
    }
}
