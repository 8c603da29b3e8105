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
        var sheet = try TraitStore.profiles.sheets(of: [id], in: tx)[id] ?? TraitSheet()
        // Right is right, also where a sender's clock ran ahead of ours.
        let stated = sheet.statements.filter { corrections.keys.contains($0.key.name) }
        let at = max(now, (stated.values.map(\.at).max() ?? .epoch) + .microseconds(1))
        var change = ProfileChange(profileId: id)
        var written: [TraitKey: TraitStatement] = [:]
        for kind in TraitKind.allCases {
            // The person's own word; what is not right is taken back in whatever way it came to be known.
            let word = corrections.filter { name, value in
                kind == .zeroParty || (value.isNull && sheet.statements[TraitKey(name, kind)] != nil)
            }
            let outcome = sheet.state(word, TraitWord(kind: kind, at: at, source: caseID.rawValue))
            written.merge(outcome.written) { $1 }
            change.add(outcome)
        }
        try TraitStore.profiles.save([id.rawValue: written], in: tx)
        if let event = change.feedEvent(at: at) { try feed.publish([event], in: tx) }
    }
}
