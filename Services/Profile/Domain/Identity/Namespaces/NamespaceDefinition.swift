/// How the values of one namespace are written, whom they name, and how many of them one person may have.
package struct NamespaceDefinition: Hashable, Sendable {
    package static let countMax = 50  // namespaces of an installation
    package static let priorities = 1...1_000
    package static let valuesBounds = 1...1_000
    package static let traitLengthMax = 100  // characters

    /// What a value of the namespace names, and so what happens when the profile that holds it is somebody else.
    package enum Holder: String, Hashable, Sendable, Codable, CaseIterable {
        /// One person, e.g. a member number. Two profiles with different values of it are two people; only an explicit
        /// merge or `alias` joins them.
        case person
        /// A thing people share. A known holder is *switched* from, never merged.
        case device
        /// A way to reach somebody. It stays with a known holder; the claim is a conflict on record.
        case contact
    }

    /// What happens to a value too many.
    package enum Overflow: String, Hashable, Sendable, Codable, CaseIterable {
        /// The value of the namespace that was seen least recently is let go.
        case dropOldest = "drop-oldest"
        /// The new value is not linked, and nothing is merged that would bring it.
        case refuseNewest = "refuse-newest"
    }

    package let namespace: IdentityNamespace
    /// 1 is the strongest: of several owners named by one call, the one of the strongest namespace goes on.
    package var priority: Int
    package var holder: Holder
    /// Values one profile may have. 1 makes the namespace unique per person.
    package var valuesMax: Int
    package var overflow: Overflow
    package var normalization: IdentityNormalization
    /// The trait of `identify` that carries a value; nil when none does.
    package var trait: String?
    /// Nil when values are never quarantined. Not for ``Holder/person``.
    package var quarantine: QuarantineRule?

    package init(
        _ namespace: IdentityNamespace, priority: Int, holder: Holder, valuesMax: Int, overflow: Overflow,
        normalization: IdentityNormalization, trait: String? = nil, quarantine: QuarantineRule? = nil
    ) {
        self.namespace = namespace
        self.priority = priority
        self.holder = holder
        self.valuesMax = valuesMax
        self.overflow = overflow
        self.normalization = normalization
        self.trait = trait
        self.quarantine = quarantine
    }

    /// What is wrong with it: a JSON Pointer and what to change. Empty when it can stand.
    package var faults: [(pointer: String, detail: String)] {
        var faults: [(String, String)] = []
        if !Self.priorities.contains(priority) { faults.append(("/priority", "a whole number from 1 to 1000")) }
        if !Self.valuesBounds.contains(valuesMax) { faults.append(("/valuesMax", "a whole number from 1 to 1000")) }
        if let trait, trait.isEmpty || trait.count > Self.traitLengthMax { faults.append(("/trait", "1 to 100 characters")) }
        if holder == .person, quarantine != nil { faults.append(("/quarantine", "not for a namespace whose values name a person")) }
        if let quarantine, !quarantine.isSound { faults.append(("/quarantine", "profiles from 2 to 1000, days from 1 to 366")) }
        return faults + normalization.faults
    }
}

/// A value that more profiles than this state within some days is nobody's: it is set aside and identifies nobody.
package struct QuarantineRule: Hashable, Sendable, Codable {
    /// Profiles, 2 to 1000; one more puts the value in quarantine.
    package let profiles: Int
    /// Days, 1 to 366, counted back from the event.
    package let days: Int

    package init(profiles: Int, days: Int) {
        self.profiles = profiles
        self.days = days
    }

    var isSound: Bool { (2...1_000).contains(profiles) && (1...366).contains(days) }
}
