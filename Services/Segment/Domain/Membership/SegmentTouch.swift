package import RuleKit

/// What happened to a person, in the words of rule references.
package struct SegmentTouch: Hashable, Sendable {
    package var traits: Set<String>
    package var events: Set<String>
    /// A consent for `all` touches every channel of its purpose.
    package var consents: Set<RuleReferences.Consent>
    /// Everything about the person may be different: they are new, or absorbed another.
    package var isEverything: Bool

    package init(
        traits: Set<String> = [], events: Set<String> = [], consents: Set<RuleReferences.Consent> = [], isEverything: Bool = false
    ) {
        self.traits = traits
        self.events = events
        self.consents = consents
        self.isEverything = isEverything
    }
}
