/// What a principal may do. The text is what keys carry in the access file.
package enum Scope: String, Hashable, Sendable, Codable, CaseIterable {
    /// Send events; all a write key may do.
    case ingest
    case profileRead = "profile:read"
    case profileWrite = "profile:write"
    /// Subject rights: export, erasure.
    case privacyManage = "privacy:manage"
    case segmentRead = "segment:read"
    case segmentWrite = "segment:write"
    case contentRead = "content:read"
    case contentWrite = "content:write"
    case contentPublish = "content:publish"
    case decisionRead = "decision:read"
    case decisionWrite = "decision:write"
    case journeyRead = "journey:read"
    case journeyWrite = "journey:write"
    case journeyPublish = "journey:publish"
    case reportingRead = "reporting:read"
    case reportingWrite = "reporting:write"
    case budgetWrite = "budget:write"
    case feedRead = "feed:read"
    case metricsRead = "metrics:read"
    case auditRead = "audit:read"
    /// Everything.
    case admin

    /// The scopes that only look.
    package static let reading: Set<Scope> = [
        .profileRead, .segmentRead, .contentRead, .decisionRead, .journeyRead, .reportingRead,
    ]
}
