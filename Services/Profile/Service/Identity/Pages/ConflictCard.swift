import ConsoleKit
import ProfileDomain

/// Values that were stated and not linked, or let go: the last of them, each with the reason.
struct ConflictCard {
    let screen: ConsoleScreen
    let conflicts: [IdentityConflictStore.Entry]

    var markup: Markup {
        let words = IdentityWords(screen)
        return .card(screen("profile.identities.conflicts"), note: screen("profile.identities.conflictsNote"), span: 7) {
            if conflicts.isEmpty {
                Markup.why(screen("profile.identities.noConflicts"))
            } else {
                Markup.table(
                    label: screen("profile.identities.conflicts"),
                    [
                        TableColumn(screen("profile.events.when")), TableColumn(screen("profile.identity.value")),
                        TableColumn(screen("profile.identities.statedFor")), TableColumn(screen("profile.identities.belongsTo")),
                        TableColumn(screen("profile.events.reason")),
                    ], conflicts
                ) { conflict in
                    [
                        .text(screen.format.relative(conflict.at)),
                        .small(words.namespace(conflict.namespace)) + " "
                            + .text(words.value(conflict.value, of: conflict.namespace)),
                        words.customer(conflict.profileId),
                        conflict.ownerId == conflict.profileId ? .text("–") : words.customer(conflict.ownerId),
                        .tag(screen("profile.identities.conflict.\(conflict.reason.rawValue)"), .warn),
                    ]
                }
            }
        }
    }
}

/// Values that could not be an identity, by source and reason.
struct RefusalCard {
    let screen: ConsoleScreen
    let refusals: [IdentityRefusals.Entry]

    var markup: Markup {
        let words = IdentityWords(screen)
        return .card(screen("profile.identities.refusals"), note: screen("profile.identities.refusalsNote"), span: 5) {
            if refusals.isEmpty {
                Markup.why(screen("profile.identities.noRefusals"))
            } else {
                Markup.table(
                    label: screen("profile.identities.refusals"),
                    [
                        TableColumn(screen("profile.identities.day")), TableColumn(screen("profile.events.source")),
                        TableColumn(screen("profile.identity.namespace")), TableColumn(screen("profile.events.reason")),
                        .number(screen("profile.identities.count")),
                    ], refusals.prefix(20)
                ) { refusal in
                    [
                        .text(refusal.day), .text(refusal.source), .text(words.namespace(refusal.namespace)),
                        .small(screen.words.optional("profile.identities.refusal.\(refusal.reason)", fallback: refusal.reason)),
                        .text(screen.format.number(refusal.refused)),
                    ]
                }
            }
        }
    }
}
