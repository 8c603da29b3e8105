package import CommonModels

extension FieldMask {
    package func trait(_ view: TraitView, name: String) -> TraitView {
        if readsEverything { return view }
        return TraitView(
            value: value(view.value, DataField(.trait, name)), at: view.at, source: view.source, kind: view.kind,
            confidence: view.confidence)
    }

    package func traits(_ views: [String: TraitView]) -> [String: TraitView] {
        if readsEverything { return views }
        return views.sorted { $0.key < $1.key }.reduce(into: [:]) { $0[$1.key] = trait($1.value, name: $1.key) }
    }

    package func identity(_ value: String, of namespace: String) -> String { text(value, DataField(.identity, namespace)) }

    package func profile(_ view: ProfileView) -> ProfileView {
        if readsEverything { return view }
        let identities = view.identities.map {
            IdentityView(
                namespace: $0.namespace, value: identity($0.value, of: $0.namespace), firstSeen: $0.firstSeen, lastSeen: $0.lastSeen)
        }
        return ProfileView(
            id: view.id, traits: traits(view.traits), identities: identities, consents: view.consents, firstSeen: view.firstSeen,
            lastSeen: view.lastSeen, mergedIds: view.mergedIds)
    }
}
