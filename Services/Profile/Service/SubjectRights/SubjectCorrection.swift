import CommonModels
import FeedKit
import ProfileDomain
import StorageKit

/// Writes what a person says is right. The case is the traits' source; the log names the traits and not their values.
struct SubjectCorrection: Sendable {
    let feed: Feed

    func apply(
        _ corrections: JSONObject, to id: ProfileID, by caseID: CaseID, at now: Instant, in tx: any SQLTransaction
    ) throws {
        var traits = try TraitStore.load([id], in: tx)[id] ?? [:]
        // Right is right, also where a sender's clock ran ahead of ours.
        let latest = corrections.keys.compactMap { traits[$0]?.at }.max() ?? .epoch
        let at = max(now, latest + .microseconds(1))
        let (changed, removed) = TraitChange.apply(corrections, at: at, source: caseID.rawValue, to: &traits)
        try TraitStore.save([id: changed], removed: removed.map { (id, $0) }, in: tx)
        var change = ProfileChange(profileId: id)
        change.traits = changed
        change.removedTraits = removed
        if let event = change.feedEvent(at: at) { try feed.publish([event], in: tx) }
    }
}
