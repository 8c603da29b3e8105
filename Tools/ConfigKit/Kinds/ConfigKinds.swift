/// The kinds there are, in the order they are put in place: what others name comes first.
package struct ConfigKinds: Sendable {
    /// A service adds its kinds here.
    package static let standard = ConfigKinds(
        [.consentCatalogue, .dataPolicies, .retention, .identityNamespaces, .identityJunk, .sourcePriorities, .computedTraits]
            + [.planSettings, .planEntries, .signalTypes, .importMappings]
            + [.segments] + [.offers, .sharedCaps] + [.kpis])

    package let all: [ConfigKind]

    package init(_ all: [ConfigKind]) { self.all = all }

    package subscript(_ name: String) -> ConfigKind? { all.first { $0.name == name } }

    /// Those of these names; all of them without any.
    package func chosen(_ names: [String]) -> ConfigKinds { names.isEmpty ? self : ConfigKinds(all.filter { names.contains($0.name) }) }
}
