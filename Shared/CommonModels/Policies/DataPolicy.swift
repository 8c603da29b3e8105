/// What may be done with labelled data: label × actions × condition → deny, or allow for some purposes only.
package struct DataPolicy: Hashable, Sendable {
    package enum Effect: Hashable, Sendable {
        case deny
        /// Only when the use is for one of these purposes.
        case allowOnly(Set<Purpose>)
    }

    /// 1…40 characters of `a-z`, `0-9` and `-`; refusals name it.
    package let key: String
    package let label: DataLabel
    package let actions: Set<DataAction>
    /// Where it counts: on these channels; nil for all, and for uses without a channel.
    package let channels: Set<Channel>?
    package let effect: Effect

    package init(key: String, label: DataLabel, actions: Set<DataAction>, channels: Set<Channel>? = nil, effect: Effect) {
        self.key = key
        self.label = label
        self.actions = actions
        self.channels = channels
        self.effect = effect
    }

    /// Whether it stands against a use of data with its label.
    func forbids(_ use: DataUse) -> Bool {
        guard actions.contains(use.action) else { return false }
        if let channels {
            guard let channel = use.channel, channels.contains(channel) else { return false }
        }
        switch effect {
        case .deny: return true
        case .allowOnly(let purposes): return use.purpose.map { !purposes.contains($0) } ?? true
        }
    }
}
