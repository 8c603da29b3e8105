/// The calls of the Segment tracking API that are kept as events.
package enum CustomerEventType: String, Hashable, Sendable, Codable, CaseIterable {
    case identify, track, page, screen, group, alias
}
