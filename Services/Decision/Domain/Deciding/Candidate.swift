package import CommonModels
package import RuleKit

/// A live offer in one placement, made ready for deciding.
///
/// A class, since every decision names some and copying one would touch a dozen members.
package final class Candidate: Sendable {
    package let offer: Offer
    package let rule: CompiledRule
    /// Spares the rule engine for offers open to everyone.
    package let isOpenToAll: Bool
    /// Every cap over this offer here: its own, the placement's, the channel's, its categories' and the overall ones.
    package let caps: [ScopedCap]
    /// Whether a cap counts per person, so that a nameless visitor cannot be held to it.
    package let needsPerson: Bool
    /// The policy that stands against deciding on what its rule looks at; nil when none does.
    package let policyRefusal: PolicyRefusal?
    /// The offer as `/v1/decide` answers it, written once: `{"id","key","content","value"}`.
    package let answer: [UInt8]

    package init(offer: Offer, placement: Placement, sharedCaps: [SharedCap], policies: PolicyBook) {
        let use = DataUse(
            .decision, purpose: offer.consent?.purpose, channel: offer.consent?.channel, fields: offer.eligibility.fields)
        policyRefusal = policies.refusals(of: use).first
        self.offer = offer
        self.rule = CompiledRule(offer.eligibility)
        self.isOpenToAll = offer.eligibility == .everyone
        self.caps = Candidate.caps(of: offer, in: placement, sharedCaps: sharedCaps)
        self.needsPerson = caps.contains { $0.cap.per == .profile }
        var answer: JSONObject = ["id": .string(offer.id.rawValue), "key": .string(offer.key)]
        answer["content"] = offer.content[placement.key]?.json ?? .null
        if let value = offer.value { answer["value"] = value.json }
        var bytes: [UInt8] = []
        JSONValue.object(answer).write(into: &bytes)
        self.answer = bytes
    }

    package static func caps(of offer: Offer, in placement: Placement, sharedCaps: [SharedCap]) -> [ScopedCap] {
        let own = offer.caps.map { ScopedCap(scope: .offer(offer.id), cap: $0) }
        let places = placement.caps.map { ScopedCap(scope: .placement(placement.id), cap: $0) }
        let shared = sharedCaps.filter { shared in
            switch shared.scope {
            case .overall: true
            case .channel(let channel): channel == placement.channel
            case .category(let category): offer.categories.contains(category)
            case .offer, .placement: false
            }
        }
        return own + places + shared.map { ScopedCap(scope: $0.scope, cap: $0.cap) }
    }
}
