import CommonModels
import ProfileDomain
import StorageKit

/// The traits one stored `identify` stated.
struct TraitStatement {
    let traits: JSONObject
    let at: Instant
    let source: String

    /// Nil for other events.
    init?(_ row: SQLRow) throws {
        guard try row.text("type") == CustomerEventType.identify.rawValue, let traits = try row.json("properties").objectValue,
            !traits.isEmpty
        else { return nil }
        self.traits = traits
        at = try row.instant("time")
        source = try row.text("source")
    }
}

/// Parts the traits of two profiles that were one.
struct TraitSeparation {
    /// What the restored profile has.
    private(set) var restored: [String: TraitView]
    /// What the survivor has instead of values that were the restored profile's.
    private(set) var changed: [String: TraitView] = [:]
    private(set) var removed: [String] = []

    /// - Parameter present: what the survivor has now.
    init(_ merge: StoredMerge, present: [String: TraitView], _ events: EventAttribution) {
        restored = merge.mergedTraits
        for statement in events.movedStatements {
            _ = TraitChange.apply(statement.traits, at: statement.at, source: statement.source, to: &restored)
        }
        let names = Set(merge.mergedTraits.keys).union(events.movedStatements.flatMap(\.traits.keys))
        var own = merge.survivorTraits.filter { names.contains($0.key) }
        for statement in events.stayingStatements {
            _ = TraitChange.apply(statement.traits.filter { names.contains($0.key) }, at: statement.at, source: statement.source, to: &own)
        }
        for name in names.sorted() {
            guard let value = present[name], Self.isTheirs(value, name, merge, events) else { continue }
            if let mine = own[name] {
                if mine != value { changed[name] = mine }
            } else {
                removed.append(name)
            }
        }
    }

    /// Whether a value the survivor has came from the restored profile.
    private static func isTheirs(_ value: TraitView, _ name: String, _ merge: StoredMerge, _ events: EventAttribution) -> Bool {
        if let theirs = merge.mergedTraits[name], theirs.value == value.value, theirs.at == value.at { return true }
        return events.movedStatements.contains { $0.at == value.at && $0.traits[name] == value.value }
    }
}
