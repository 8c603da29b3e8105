import Algorithms
import CommonModels
import DecisionDomain
import OrderedCollections
import StorageKit

/// Decisions as they were made, with the reason for every candidate.
struct DecisionLog: Sendable {
    static let columns = "id, profile_id, placement_id, candidates, at, reason, offers, outcomes, experiment, arm"
    private let database: any Database

    init(database: any Database) {
        self.database = database
    }

    /// - Throws: ``DecisionError/decisionNotFound``
    func find(_ id: DecisionID) async throws -> LoggedDecision {
        try await database.read { tx in
            guard let row = try tx.row("SELECT \(Self.columns) FROM decision WHERE id = $1", [id]) else {
                throw DecisionError.decisionNotFound
            }
            let list = try tx.row("SELECT document FROM candidate_list WHERE id = $1", [try row.text("candidates")])
            return try LoggedDecision(row, list: list.flatMap { CandidateList(json: try $0.json("document")) })
        }
    }

    /// Decisions for a person, newest first, older than `before`.
    func list(of profile: ProfileID, before: DecisionID?, limit: Int) async throws -> [LoggedDecision] {
        try await database.read { tx in
            let last = "\(DecisionTag.prefix)_" + String(repeating: "z", count: 26)
            let newest = try SortedRuns.rows(
                DecisionPlaces.newestSQL(runs: SortedRuns.runsAtOnce), [profile, before?.rawValue ?? last, limit],
                DecisionPlaces.runs.all(in: tx), in: tx
            ).map { try $0.text("decision_id") }
            return try tx.rows("SELECT \(Self.columns) FROM decision WHERE id IN", in: newest.max(count: limit)).map {
                try LoggedDecision($0, list: nil)
            }.sorted { $0.id > $1.id }
        }
    }

    /// How long after a decision a retry of it may know more of the person.
    private static let retriesFor = Duration.seconds(600)

    /// The answer a decision got, for a retry of its request.
    ///
    /// - Parameter retry: what would be decided now; it must be for the same person, merges followed, in the same placement.
    /// - Throws: ``DecisionError/decisionNotFound``, ``DecisionError/requestIDReused``
    func answer(_ id: DecisionID, to retry: DecisionDraft, catalogue: OfferCatalogue) async throws -> [UInt8] {
        let logged = try await find(id)
        // Somebody nobody knew may be known by the time a lost answer is asked for again.
        let isNewlyKnown = logged.profileID == nil && retry.at - Self.retriesFor < logged.at
        guard isNewlyKnown || logged.profileID == retry.profile, logged.placementID == retry.index.placement.id else {
            throw DecisionError.requestIDReused
        }
        let index = catalogue.placements.values.first { $0.placement.id == logged.placementID }
        let answers = logged.offers.map { offer -> [UInt8] in
            let candidates = (index?.candidates ?? []) + (index?.fallback.map { [$0] } ?? [])
            if let candidate = candidates.first(where: { $0.offer.id == offer }) { return candidate.answer }
            return Array(#"{"id":"\#(offer.rawValue)","key":"\#(catalogue.offer(offer)?.key ?? "")","content":null}"#.utf8)
        }
        var object: JSONObject = [
            "decisionId": .string(id.rawValue), "placement": .string(logged.placementKey ?? index?.placement.key ?? ""),
            "reason": .string(logged.reason.rawValue), "holdout": .bool(logged.reason == .holdout),
        ]
        if let exposure = logged.experiment { object["experiment"] = ["key": .string(exposure.key), "arm": .string(exposure.arm)] }
        let offers = try answers.map { try JSONValue(parsing: $0) }
        if let first = offers.first { object["offer"] = first }
        object["offers"] = .array(offers)
        return Array(JSONValue.object(object).serialized.utf8)
    }
}
