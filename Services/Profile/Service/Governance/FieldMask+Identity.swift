import CommonModels
import ConsoleKit
import ProfileDomain

extension FieldMask {
    func junk(_ entry: JunkStore.Entry) -> JunkStore.Entry {
        JunkStore.Entry(
            namespace: entry.namespace, value: identity(entry.value, of: entry.namespace), origin: entry.origin, note: entry.note,
            profiles: entry.profiles, at: entry.at, addedBy: entry.addedBy)
    }

    func conflict(_ entry: IdentityConflictStore.Entry) -> IdentityConflictStore.Entry {
        IdentityConflictStore.Entry(
            namespace: entry.namespace, value: identity(entry.value, of: entry.namespace), profileId: entry.profileId,
            ownerId: entry.ownerId, reason: entry.reason, at: entry.at)
    }

    func merge(_ entry: MergeLog.Entry) -> MergeLog.Entry {
        MergeLog.Entry(
            id: entry.id, survivorId: entry.survivorId, mergedId: entry.mergedId, reason: entry.reason, at: entry.at,
            identity: entry.identity.map(name), eventId: entry.eventId, actor: entry.actor, note: entry.note, undoneAt: entry.undoneAt,
            undoneBy: entry.undoneBy, undoneNote: entry.undoneNote)
    }

    func preview(_ preview: MergePreview) -> MergePreview {
        if readsEverything { return preview }
        return preview.shown(
            identity: { identity($0, of: $1) }, trait: { trait($0, name: $1) })
    }

    func unmerge(_ outcome: UnmergeOutcome) -> UnmergeOutcome {
        if readsEverything { return outcome }
        return UnmergeOutcome(
            mergeId: outcome.mergeId, survivorId: outcome.survivorId, restoredId: outcome.restoredId, resolvingIds: outcome.resolvingIds,
            identities: outcome.identities.map(name), identitiesElsewhere: outcome.identitiesElsewhere.map(name), events: outcome.events,
            eventsSince: outcome.eventsSince, survivorEvents: outcome.survivorEvents, traits: outcome.traits,
            notSeparated: outcome.notSeparated)
    }

    private func name(_ name: IdentityName) -> IdentityName {
        IdentityName(namespace: name.namespace, value: identity(name.value, of: name.namespace))
    }
}
