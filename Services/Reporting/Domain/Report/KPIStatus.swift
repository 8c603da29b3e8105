/// How a figure stands against its target.
package enum KPIStatus: String, Hashable, Sendable, CaseIterable {
    case noData, noTarget
    /// The quarter is over, or the figure is already there, and the target is met.
    case achieved
    /// The forecast meets the target.
    case onTrack
    /// Within ``nearShare`` of it.
    case near
    case off

    package static let nearShare = 0.05

    /// - Parameters:
    ///   - forecast: nil when the quarter is over.
    package init(figure: Figure?, forecast: Figure?, target: Figure?, direction: KPIDefinition.Direction) {
        guard let figure else {
            self = .noData
            return
        }
        guard let target else {
            self = .noTarget
            return
        }
        let expected = (forecast ?? figure).value
        let wanted = target.value
        switch direction {
        case .up:
            if figure.value >= wanted {
                self = .achieved
            } else {
                self = expected >= wanted ? .onTrack : expected >= wanted * (1 - Self.nearShare) ? .near : .off
            }
        case .down:
            if expected <= wanted {
                self = forecast == nil ? .achieved : .onTrack
            } else {
                self = expected <= wanted * (1 + Self.nearShare) ? .near : .off
            }
        }
    }

    /// Counts as going well.
    package var isGood: Bool { self == .achieved || self == .onTrack }
}
