package import CommonModels

/// Last writer wins, per trait: the value with the later time stays; at equal times the later arrival.
package enum TraitChange {
    package static let countMax = 500  // traits of one profile
    package static let nameLengthMax = 100  // characters

    /// Applies stated traits to `traits`; answers those whose value changed. Null removes a trait.
    package static func apply(
        _ stated: JSONObject, at time: Instant, source: String, to traits: inout [String: TraitView]
    ) -> (changed: [String: TraitView], removed: [String]) {
        var changed: [String: TraitView] = [:]
        var removed: [String] = []
        for (name, value) in stated {
            guard !name.isEmpty, name.count <= nameLengthMax else { continue }
            let existing = traits[name]
            if let existing, existing.at > time { continue }
            if value.isNull {
                if traits.removeValue(forKey: name) != nil { removed.append(name) }
                continue
            }
            if existing == nil, traits.count >= countMax { continue }
            let view = TraitView(value: value, at: time, source: source)
            traits[name] = view
            if existing?.value != value { changed[name] = view }
        }
        return (changed, removed)
    }

    /// The traits of two profiles that are one person. Answers those taken over, also where only their time is later.
    package static func merge(_ merged: [String: TraitView], into traits: inout [String: TraitView]) -> [String: TraitView] {
        let taken = merged.filter { name, view in traits[name].map { $0.at < view.at } ?? true }
        traits.merge(taken) { $1 }
        return taken
    }
}
