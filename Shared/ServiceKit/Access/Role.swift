/// The part a person plays; each stands for a set of scopes.
package enum Role: String, Hashable, Sendable, Codable, CaseIterable {
    case coeLead, marketer, contentEditor, approver, analyst, privacyOfficer, finance, engineer, administrator

    package var scopes: Set<Scope> {
        switch self {
        case .coeLead:
            Scope.reading.union([.segmentWrite, .contentWrite, .decisionWrite, .journeyWrite, .reportingWrite, .budgetWrite, .auditRead])
        case .marketer: Scope.reading.union([.segmentWrite, .decisionWrite, .journeyWrite])
        case .contentEditor: [.contentRead, .contentWrite, .segmentRead, .journeyRead]
        case .approver: Scope.reading.union([.contentPublish, .journeyPublish])
        case .analyst: Scope.reading.union([.segmentWrite, .reportingWrite])
        case .privacyOfficer: [.profileRead, .profileWrite, .privacyManage, .segmentRead, .auditRead]
        case .finance: [.reportingRead, .budgetWrite]
        case .engineer: Scope.reading.union([.profileWrite, .feedRead, .metricsRead])
        case .administrator: Set(Scope.allCases)
        }
    }
}
