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

    /// A page's or screen's name joins its properties as `name`.
    package var projectedProperties: JSONObject {
        switch type {
        case .page, .screen:
            guard let name, properties["name"] == nil else { return properties }
            var members = properties
            members["name"] = .string(name)
            return members
        case .track, .identify, .group, .alias: return properties
        }
    }
}
