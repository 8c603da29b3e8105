import CommonModels
import FeedKit
import ProfileDomain
import StorageKit

/// Writes what a person says is right. The case is the traits' source; the log names the traits and not their values.
struct SubjectCorrection: Sendable {
    let feed: Feed
    let blocks: BlockList

    /// - Returns: identities that were taken away.
    /// - Throws: ``CaseError`` where an identity cannot be corrected or no trait can hold a value; then nothing is corrected.
    func apply(
        _ corrections: SubjectCorrections, to person: CasePerson, by caseID: CaseID, at now: Instant, in tx: any SQLTransaction
    ) throws -> [IdentityKey] {
        let identities = try IdentityRectification(corrections.identities, of: person, blocks: blocks, in: tx)
        var sheet = try TraitStore.profiles.sheets(of: [person.id], in: tx)[person.id] ?? TraitSheet()
        let traits = corrections.traits.merging(carried(by: identities, in: sheet)) { told, _ in told }
        // Right is right, also where a sender's clock ran ahead of ours.
        let stated = sheet.statements.filter { traits.keys.contains($0.key.name) }
        let at = max(now, (stated.values.map(\.at).max() ?? .epoch) + .microseconds(1))
        var change = ProfileChange(profileId: person.id)
        change.removedIdentities = identities.removed
        change.identities = try identities.apply(at: now, in: tx)
        var written = try state(traits, in: &sheet, at: at, by: caseID, &change)
        for carried in identities.carried {
            let outcome = sheet.forget(carried.name) { $0.stringValue.map(carried.isWrong) ?? false }
            written.merge(outcome.written) { $1 }
            change.add(outcome)
        }
        for name in traits.keys { written.merge(sheet.forgetPast(name)) { $1 } }
        try MergeLog.forget(identities, of: person, in: tx)
        try TraitStore.profiles.save([person.id.rawValue: written], in: tx)
        if let event = change.feedEvent(at: at) { try feed.publish([event], in: tx) }
        return identities.removed
    }

    private func state(
        _ traits: JSONObject, in sheet: inout TraitSheet, at: Instant, by caseID: CaseID, _ change: inout ProfileChange
    ) throws -> [TraitKey: TraitStatement] {
        var written: [TraitKey: TraitStatement] = [:]
        for kind in TraitKind.allCases {
            // The person's own word; what is not right is taken back in whatever way it came to be known.
            let word = traits.filter { name, value in
                kind == .zeroParty || (value.isNull && sheet.statements[TraitKey(name, kind)] != nil)
            }
            let outcome = sheet.state(word, TraitWord(kind: kind, at: at, source: caseID.rawValue))
            if let fault = outcome.faults.first { throw CaseError.invalid(field: "traits/\(fault.name)", expected: fault.reason.detail) }
            written.merge(outcome.written) { $1 }
            change.add(outcome)
        }
        return written
    }

    /// A trait that states an identity which is wrong, e.g. `email`, is wrong with it.
    private func carried(by identities: IdentityRectification, in sheet: TraitSheet) -> JSONObject {
        identities.carried.reduce(into: [:]) { traits, carried in
            guard let stated = sheet.view(carried.name)?.value.stringValue, carried.isWrong(stated) else { return }
            traits[carried.name] = carried.right.map { .string($0.value) } ?? .null
        }
    }
}
