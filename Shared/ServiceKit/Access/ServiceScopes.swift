import CommonModels

/// What one of our services may do at another.
enum ServiceScopes {
    static func scopes(of service: ServiceName) -> Set<Scope> {
        let base: Set<Scope> = Scope.reading.union([.feedRead, .ingest])
        switch service {
        case .profile, .content, .reporting: return base
        case .segment: return base.union([.profileWrite])
        case .decision: return base.union([.profileWrite])
        case .journey: return base.union([.profileWrite, .decisionWrite])
        }
    }
}
