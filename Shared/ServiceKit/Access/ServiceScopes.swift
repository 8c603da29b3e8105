import CommonModels

/// What one of our services may do at another.
enum ServiceScopes {
    static func scopes(of service: ServiceName) -> Set<Scope> {
        let base: Set<Scope> = Scope.reading.union([.feedRead, .ingest])
        switch service {
        // It asks all of us what we hold of a person who wants to know.
        case .profile: return base.union([.privacyManage])
        case .content, .reporting: return base
        case .segment: return base.union([.profileWrite])
        case .decision: return base.union([.profileWrite])
        case .journey: return base.union([.profileWrite, .decisionWrite])
        }
    }
}
