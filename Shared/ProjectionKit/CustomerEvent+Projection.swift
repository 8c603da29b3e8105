package import CommonModels

extension CustomerEvent {
    /// What rules call this event: the name of a track call, `Page Viewed`, `Screen Viewed`; nil for calls that are
    /// no act of the customer.
    package var projectedName: String? {
        switch type {
        case .track: name
        case .page: "Page Viewed"
        case .screen: "Screen Viewed"
        case .identify, .group, .alias: nil
        }
    }

    /// A page's or screen's name is its property `name`, whatever the page said there.
    package var projectedProperties: JSONObject {
        switch type {
        case .page, .screen:
            guard let name else { return properties }
            var members = properties
            members["name"] = .string(name)
            return members
        case .track, .identify, .group, .alias: return properties
        }
    }
}
