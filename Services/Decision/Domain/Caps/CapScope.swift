package import CommonModels

/// What a cap limits.
package enum CapScope: Hashable, Sendable {
    case offer(OfferID)
    case placement(PlacementID)
    case channel(Channel)
    case category(String)
    case overall

    /// Distinct per scope; part of a counter's stored name.
    package var name: String {
        switch self {
        case .offer(let id): id.rawValue
        case .placement(let id): id.rawValue
        case .channel(let channel): "channel:\(channel.rawValue)"
        case .category(let category): "category:\(category)"
        case .overall: "overall"
        }
    }
}
