import CommonModels
import DecisionDomain
import FeedKit

/// `io.maru.decision.decided` of one decision, written by hand: there is one for every decision.
enum DecidedEvent {
    /// - Returns: nil for a visitor nobody knows: the feed is about people.
    static func event(_ draft: DecisionDraft) -> FeedEvent? {
        guard let profile = draft.profile else { return nil }
        let served = draft.served.first
        var data = #"{"decisionId":"\#(draft.id.rawValue)","profileId":"\#(profile.rawValue)","placement":"\#(draft.index.placement.key)""#
        if let served { data += #","offerId":"\#(served.offer.id.rawValue)","offerKey":"\#(served.offer.key)""# }
        data += #","reason":"\#(draft.verdict.reason.rawValue)""#
        if let exposure = draft.exposure { data += #","experiment":{"key":"\#(exposure.experimentKey)","arm":"\#(exposure.armKey)"}"# }
        data += #","holdout":\#(draft.isHeldOut),"at":"\#(draft.at.rfc3339)"}"#
        return FeedEvent(type: FeedEventType.decided, subject: profile.rawValue, partitionKey: profile.rawValue, time: draft.at, data: data)
    }
}
