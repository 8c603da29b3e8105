import CommonModels
import ProfileDomain
import StorageKit

/// The traits one stored `identify` stated, and how.
struct StatedTraits {
    let traits: JSONObject
    let word: TraitWord

    /// Nil for other events.
    init?(_ row: SQLRow) throws {
        guard try row.text("type") == CustomerEventType.identify.rawValue else { return nil }
        let context = try row.json("context")
        let own = try row.json("properties").objectValue ?? [:]
        // The same choice as PreparedEvent makes.
        let traits = own.isEmpty ? context["traits"]?.objectValue ?? [:] : own
        guard !traits.isEmpty else { return nil }
        self.traits = traits
        word = TraitWord(
            kind: context["zeroParty"]?.boolValue == true ? .zeroParty : .firstParty, at: try row.instant("time"),
            source: try row.text("source"))
    }
}
