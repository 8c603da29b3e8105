import CommonModels
import DecisionDomain
import FeedKit
import OrderedCollections
import StorageKit

/// Makes a batch of decisions durable in one transaction: caps, log, results, feed and facts stand or fall together.
struct DecisionRecorder: Sendable {
    let feed: Feed
    private let lists = StoredLists()

    init(feed: Feed) { self.feed = feed }

    private static let logColumns = [
        "id", "profile_id", "placement_id", "candidates", "at", "reason", "offers", "outcomes", "experiment", "arm", "request_key",
    ]

    func record(_ drafts: [DecisionDraft], in tx: any SQLTransaction) throws -> [Result<RecordOutcome, any Error>] {
        try tx.serialize(on: DecisionLock.name)
        var batch = try DecisionBatch(drafts, in: tx)
        let outcomes = drafts.map { batch.take($0) }
        try batch.worksheet.save(in: tx)
        let accepted = batch.accepted
        guard !accepted.isEmpty else { return outcomes.map { .success(batch.finished($0)) } }
        try saveCandidateLists(accepted, in: tx)
        try tx.insert(into: "decision", columns: Self.logColumns, values: accepted.flatMap(logRow), onConflict: .fail)
        try DecisionPlaces.add(accepted, in: tx)
        try saveAssignments(accepted, in: tx)
        try NewcomerStore.save(accepted, in: tx)
        try OfferResults.add(accepted.flatMap { draft in draft.served.map { ($0.offer.id, "decision", draft.at) } }, in: tx)
        try feed.publish(accepted.compactMap(DecidedEvent.event), in: tx)
        return outcomes.map { .success(batch.finished($0)) }
    }

    private func logRow(_ draft: DecisionDraft) -> [SQLValue] {
        [
            .text(draft.id.rawValue), .optional(draft.profile?.rawValue), .text(draft.index.placement.id.rawValue),
            .text(draft.index.snapshot),
            .integer(draft.at.microseconds), .text(draft.verdict.reason.rawValue),
            .text(draft.served.map(\.offer.id.rawValue).joined(separator: ",")), .blob(OutcomeCode.encode(draft.verdict.outcomes)),
            .optional(draft.exposure?.experimentKey), .optional(draft.exposure?.armKey), .optional(draft.requestKey),
        ]
    }

    private func saveCandidateLists(_ drafts: [DecisionDraft], in tx: any SQLTransaction) throws {
        let indexes = Dictionary(drafts.map { ($0.index.snapshot, $0.index) }) { first, _ in first }
        for (name, index) in indexes where !lists.contains(name) {
            if try tx.row("SELECT 1 AS found FROM candidate_list WHERE id = $1", [name]) == nil {
                try tx.insert(
                    into: "candidate_list", columns: ["id", "document"],
                    rows: [[.text(name), .text(CandidateList(index).json.serialized)]], onConflict: .ignore)
            }
            tx.afterCommit { [lists] in lists.insert(name) }
        }
    }

    private func saveAssignments(_ drafts: [DecisionDraft], in tx: any SQLTransaction) throws {
        var rows: [[SQLValue]] = []
        var facts: [OutboxFact] = []
        for draft in drafts {
            guard draft.newcomer == nil, let profile = draft.profile else { continue }
            for assignment in draft.newAssignments {
                rows.append([
                    .text(profile.rawValue), .text(assignment.experimentKey), .text(assignment.armKey),
                    .integer(assignment.at.microseconds),
                ])
                facts.append(.experimentViewed(assignment, by: profile))
            }
        }
        guard !rows.isEmpty else { return }
        try tx.insert(
            into: "experiment_assignment", columns: ["profile_id", "experiment", "arm", "at"], rows: rows, onConflict: .ignore)
        try FactOutbox.add(facts, in: tx)
    }
}
