/// Where the one send of a run at a message node stands.
package enum SendState: String, Hashable, Sendable, CaseIterable {
    /// To be prepared and sent; nothing has left yet.
    case pending
    /// Committed before the first byte leaves. What a crash means from here is the channel's guarantee.
    case sending
    case sent
    /// Not sent, for a reason that concerns this person and this step.
    case held
    /// Tried and refused for good, or tried too often.
    case failed
    /// Handed over, or perhaps not: the connection or the process ended in between. Never tried again.
    case unknown

    package var isSettled: Bool {
        switch self {
        case .pending, .sending: false
        case .sent, .held, .failed, .unknown: true
        }
    }
}
