package import CommonModels

extension MergePreview {
    /// The preview for somebody who does not see every value.
    /// - Parameters:
    ///   - identity: a value and its namespace, as shown.
    ///   - trait: a trait and its name, as shown.
    package func shown(identity: (String, String) -> String, trait: (TraitView, String) -> TraitView) -> MergePreview {
        MergePreview(
            survivorId: survivorId, mergedId: mergedId,
            identities: identities.map {
                Identity(namespace: $0.namespace, value: identity($0.value, $0.namespace), from: $0.from, isLetGo: $0.isLetGo)
            },
            traits: traits.map { line in
                Trait(
                    name: line.name, survivor: line.survivor.map { trait($0, line.name) }, merged: line.merged.map { trait($0, line.name) },
                    wins: line.wins, isConflict: line.isConflict)
            }, consents: consents, events: events, tooMany: tooMany)
    }
}
