package import CommonModels

/// A kind of thing that signals are about, declared as data: cities, matches, products, flights. Never people: what happens to
/// a person is an event.
package struct SignalType: Hashable, Sendable {
    /// `city`
    package let key: String
    package let name: LocalText
    package let description: String
    /// How ids are written; nil for any way.
    package let pattern: SubjectPattern?
    /// Which sources may speak of it; empty for all. A key that stands in a web page is no secret.
    package let sources: [String]
    package let keepDays: Int64

    package init(
        key: String, name: LocalText, description: String = "", pattern: SubjectPattern? = nil, sources: [String] = [],
        keepDays: Int64 = SignalLimits.keepDaysDefault
    ) {
        self.key = key
        self.name = name
        self.description = description
        self.pattern = pattern
        self.sources = sources
        self.keepDays = keepDays
    }

    /// Whether a signal may say what it says of its subject.
    /// - Throws: ``SignalRefusal``
    package func check(_ subject: SignalSubject, from source: String) throws(SignalRefusal) {
        if let pattern, !pattern.fits(subject.id) { throw .idDoesNotFit(pattern: pattern.text) }
        if !sources.isEmpty, !sources.contains(source) { throw .sourceMayNot(type: key) }
    }
}
