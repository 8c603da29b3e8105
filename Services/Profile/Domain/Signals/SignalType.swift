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
    /// Which sources may speak of it; empty for all but write keys: a key that stands in a web page is no secret.
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
    /// - Parameter isPublic: it came with a write key, which anybody may have read in a page.
    /// - Throws: ``SignalRefusal``
    package func check(_ subject: SignalSubject, from source: String, isPublic: Bool = false) throws(SignalRefusal) {
        if let pattern {
            guard pattern.fits(subject.id) else { throw .idDoesNotFit(pattern: pattern.text) }
        } else if subject.id.contains("@") {
            throw .idLooksLikeAddress
        }
        if sources.isEmpty {
            if isPublic { throw .publicKey(type: key) }
        } else if !sources.contains(source) {
            throw .sourceMayNot(type: key)
        }
    }
}
