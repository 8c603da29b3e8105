import CommonModels
import DecisionDomain
import StorageKit

/// One batch of drafts against the counters and people of the database.
struct DecisionBatch {
    var worksheet: CapWorksheet
    private(set) var accepted: [DecisionDraft] = []
    private let aliased: Set<String>
    private let met: Set<Newcomer>
    /// Arms already given, by person and experiment.
    private var arms: [String: String]
    private var requests: [String: DecisionID]

    /// What a draft came to, before the counters have their new revisions.
    enum Taken {
        case saved(DecisionDraft)
        case capped(DecisionDraft)
        case personChanged
        case replay(DecisionID)
    }

    init(_ drafts: [DecisionDraft], in tx: any SQLTransaction) throws {
        let people = Set(drafts.compactMap { $0.profile?.rawValue })
        var aliased: Set<String> = []
        try tx.rows("SELECT profile_id FROM projected_alias WHERE profile_id IN", in: people).forEach {
            aliased.insert(try $0.text("profile_id"))
        }
        self.aliased = aliased
        met = try NewcomerStore.met(Set(drafts.compactMap(\.newcomer)), in: tx)
        let exposed = Set(drafts.compactMap { $0.newAssignments.isEmpty ? nil : $0.profile?.rawValue })
        var arms: [String: String] = [:]
        let given = "SELECT profile_id, experiment, arm FROM experiment_assignment WHERE profile_id IN"
        try tx.rows(given, in: exposed).forEach {
            arms[Self.armKey(try $0.text("profile_id"), try $0.text("experiment"))] = try $0.text("arm")
        }
        self.arms = arms
        var requests: [String: DecisionID] = [:]
        let known = "SELECT id, request_key FROM decision WHERE request_key IN"
        try tx.rows(known, in: Set(drafts.compactMap(\.requestKey))).forEach {
            requests[try $0.text("request_key")] = try $0.id("id")
        }
        self.requests = requests
        let counted = drafts.flatMap { draft in draft.uses.map { ($0, draft.profile) } }
        worksheet = try CapWorksheet(
            profiles: Set(counted.compactMap { $0.0.cap.per == .profile ? $0.1?.rawValue : nil }),
            totals: Set(counted.compactMap { $0.0.cap.per == .total ? $0.0.name : nil }), in: tx)
    }

    /// Accepts the draft if the person is still the same and every cap still has room.
    mutating func take(_ draft: DecisionDraft) -> Taken {
        if let profile = draft.profile, aliased.contains(profile.rawValue) { return .personChanged }
        if let newcomer = draft.newcomer, met.contains(newcomer) { return .personChanged }
        if let key = draft.requestKey, let first = requests[key] { return .replay(first) }
        if let profile = draft.profile {
            for assignment in draft.newAssignments {
                let arm = arms[Self.armKey(profile.rawValue, assignment.experimentKey)]
                if let arm, arm != assignment.armKey { return .personChanged }
            }
        }
        guard worksheet.reserve(draft.uses, for: draft.profile, at: draft.at) else { return .capped(draft) }
        if let key = draft.requestKey { requests[key] = draft.id }
        if let profile = draft.profile {
            for assignment in draft.newAssignments {
                arms[Self.armKey(profile.rawValue, assignment.experimentKey)] = assignment.armKey
            }
        }
        accepted.append(draft)
        return .saved(draft)
    }

    func finished(_ taken: Taken) -> RecordOutcome {
        switch taken {
        case .saved(let draft): .saved(counted(draft))
        case .capped(let draft): .capped(counted(draft))
        case .personChanged: .personChanged
        case .replay(let id): .replay(id)
        }
    }

    private func counted(_ draft: DecisionDraft) -> [CountedCap] {
        draft.uses.compactMap { cap in
            CapCounterKey(cap, profile: draft.profile).map { CountedCap(cap: cap, ledger: worksheet.ledger($0)) }
        }
    }

    private static func armKey(_ profile: String, _ experiment: String) -> String { "\(profile) \(experiment)" }
}
