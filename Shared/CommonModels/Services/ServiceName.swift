/// The six services.
package enum ServiceName: String, Hashable, Sendable, Codable, CaseIterable {
    case profile, segment, content, journey, decision, reporting

    /// Where `maru up` starts it on 127.0.0.1.
    package var defaultPort: Int {
        switch self {
        case .profile: 8101
        case .segment: 8102
        case .content: 8103
        case .journey: 8104
        case .decision: 8105
        case .reporting: 8106
        }
    }
}
