import CommonModels
import ConsoleKit
import ProfileDomain

extension FieldMask {
    func summary(_ summary: ProfileSummary) -> ProfileSummary {
        if readsEverything { return summary }
        return ProfileSummary(
            id: summary.id, name: summary.name.map { text($0, DataField(.trait, "name")) },
            email: summary.email.map { identity($0, of: IdentityNamespace.email.rawValue) },
            userId: summary.userId.map { identity($0, of: IdentityNamespace.userId.rawValue) }, identityCount: summary.identityCount,
            eventCount: summary.eventCount, firstSeen: summary.firstSeen, lastSeen: summary.lastSeen)
    }

    /// Everything stated of a person or group: values, those before and those overruled.
    func sheet(_ sheet: TraitSheet) -> TraitSheet {
        if readsEverything { return sheet }
        var shown: [TraitKey: TraitStatement] = [:]
        for (key, statement) in sheet.statements.sorted(by: { $0.key.name < $1.key.name }) {
            let field = DataField(.trait, key.name)
            var masked = statement
            masked.tree = .leaf(value(statement.value, field), statement.at.microseconds)
            masked.previous = statement.previous.map { past($0, field) }
            masked.overruled = statement.overruled.map { past($0, field) }
            masked.reason = statement.reason.map { text($0, DataField(.trait, key.name + ".reason")) }
            shown[key] = masked
        }
        return TraitSheet(shown)
    }

    private func past(_ past: TraitPast, _ field: DataField) -> TraitPast {
        TraitPast(value: value(past.value, field), at: past.at, source: past.source)
    }

    /// A group: its name is a company's or a household's, `trait:groupName`, not a person's.
    func group(_ group: GroupDirectory.Found) -> GroupDirectory.Found {
        if readsEverything { return group }
        var shown = group
        for (name, view) in group.traits.sorted(by: { $0.key < $1.key }) {
            shown.traits[name] = trait(view, name: GroupDirectory.fieldName(name))
        }
        return shown
    }
}
