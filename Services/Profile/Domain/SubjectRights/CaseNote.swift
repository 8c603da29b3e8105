package import CommonModels

/// Something that was done in a case, or written down about it.
package struct CaseNote: Hashable, Sendable, Codable {
    package static let textLengthMax = 2_000  // characters

    /// `opened`, `checked`, `started`, `confirmed`, `completed`, `refused`, `lifted`, `downloaded` or `note`.
    package let step: String
    package let at: Instant
    /// A user's, key's or service's id.
    package let by: String
    /// What a person wrote; taken out when the case erases whom it is about.
    package let text: String

    package init(step: String, at: Instant, by: String, text: String = "") {
        self.step = step
        self.at = at
        self.by = by
        self.text = text
    }
}
