import CommonModels
import ProfileDomain

/// Parts the traits of two profiles that were one: each has what was stated of it before the merge, and what its own events
/// have stated since. Values people edited since stay with the survivor. Computed and inferred values are made anew.
struct TraitSeparation {
    /// What is stated of the restored profile.
    private(set) var restored: TraitSheet
    /// What the survivor has instead of what was the restored profile's.
    private(set) var written: [TraitKey: TraitStatement] = [:]
    private(set) var dropped: [TraitKey] = []
    /// What the survivor has after that.
    private(set) var kept: TraitSheet

    /// - Parameter present: what is stated of the survivor now.
    init(_ merge: StoredMerge, present: TraitSheet, _ events: EventAttribution, under priorities: SourcePriorities) {
        restored = Self.stated(merge.lost)
        for statement in events.movedStatements { _ = restored.state(statement.traits, statement.word, under: priorities) }
        var own = Self.stated(merge.kept)
        for statement in events.stayingStatements { _ = own.state(statement.traits, statement.word, under: priorities) }
        var after = present.statements
        for (key, theirs) in restored.statements.merging(Self.stated(merge.lost).statements, uniquingKeysWith: { $1 }) {
            guard let value = after[key] else { continue }
            guard Self.isTheirs(value, key, theirs, events) else {
                // What does not count may be theirs as well; where a correction left nothing of it, nothing comes back.
                guard value.previous != nil || value.overruled != nil else { continue }
                var alone = value
                (alone.previous, alone.overruled) = (own.statements[key]?.previous, own.statements[key]?.overruled)
                guard alone != value else { continue }
                written[key] = alone
                after[key] = alone
                continue
            }
            if let mine = own.statements[key] {
                if mine != value { written[key] = mine }
            } else {
                dropped.append(key)
            }
            after[key] = own.statements[key]
        }
        kept = TraitSheet(after)
        // Both as the priorities of today have it.
        for name in Set(restored.statements.keys.map(\.name)) { _ = restored.settle(name, under: priorities) }
        for name in Set(written.keys.map(\.name)) { written.merge(kept.settle(name, under: priorities).written) { $1 } }
    }

    /// Only what was stated: computed and inferred values are made from events.
    private static func stated(_ sheet: TraitSheet) -> TraitSheet {
        TraitSheet(sheet.statements.filter { $0.key.kind == .zeroParty || $0.key.kind == .firstParty })
    }

    /// Whether a value the survivor has came, in whole or in part, from the restored profile.
    private static func isTheirs(
        _ value: TraitStatement, _ key: TraitKey, _ theirs: TraitStatement, _ events: EventAttribution
    ) -> Bool {
        if case .branch = value.tree { return true }
        if theirs.value == value.value, theirs.at == value.at { return true }
        return events.movedStatements.contains {
            $0.word.kind == key.kind && $0.word.at == value.at && $0.traits[key.name] == value.value
        }
    }
}
