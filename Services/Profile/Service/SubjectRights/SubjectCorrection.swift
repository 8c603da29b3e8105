import CommonModels
import FeedKit
import ProfileDomain
import StorageKit

/// Writes what a person says is right, as their own word and in place of what is on record. The case is the traits'
/// source; the log names the traits and not their values.
struct SubjectCorrection: Sendable {
    let feed: Feed

    /// - Throws: ``CaseError/invalid(field:expected:)`` for a value no trait can hold.
    func apply(
        _ corrections: JSONObject, to id: ProfileID, by caseID: CaseID, at now: Instant, in tx: any SQLTransaction
    ) throws {
        var sheet = try TraitStore.profiles.sheets(of: [id], in: tx)[id] ?? TraitSheet()
        // Right is right, also where a sender's clock ran ahead of ours.
        let latest = sheet.statements.filter { corrections[$0.key.name] != nil }.map(\.value.at).max() ?? .epoch
        let at = max(now, latest + .microseconds(1))
        let before = sheet.views
        for kind in [TraitKind.firstParty, .zeroParty] {
            let outcome = sheet.state(corrections, TraitWord(kind: kind, at: at, source: caseID.rawValue))
            if let fault = outcome.faults.first { throw CaseError.invalid(field: "traits/\(fault.name)", expected: fault.reason.detail) }
            try TraitStore.profiles.save([id.rawValue: outcome.written], in: tx)
        }
        var change = ProfileChange(profileId: id)
        for name in corrections.keys {
            if let view = sheet.view(name) { change.traits[name] = view } else if before[name] != nil { change.removedTraits.append(name) }
        }
        if let event = change.feedEvent(at: at) { try feed.publish([event], in: tx) }
    }
}
