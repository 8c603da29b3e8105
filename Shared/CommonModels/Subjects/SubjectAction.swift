/// What a case about one person asks every service to do with what it holds of them.
package enum SubjectAction: String, Hashable, Sendable, Codable, CaseIterable {
    /// Say what is held; nothing changes.
    case access
    case erase
    /// Keep, but do not use (GDPR Article 18, PIPA Article 37).
    case restrict
    /// End a restriction and objections.
    case lift
    /// Do not use for some purposes (GDPR Article 21).
    case object
    case correct
}
