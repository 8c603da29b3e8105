import CommonModels
import DecisionDomain
import OrderedCollections
import StorageKit

/// One row of the decision log.
struct LoggedDecision: Sendable {
    let id: DecisionID
    /// Nil for a visitor nobody knew, and after erasure.
    let profileID: ProfileID?
    let placementID: PlacementID
    let placementKey: String?
    let at: Instant
    let reason: DecisionReason
    let offers: [OfferID]
    let experiment: (key: String, arm: String)?
    /// In ranking order; nil where the list was not asked for.
    let candidates: JSONValue?

    init(_ row: SQLRow, list: CandidateList?) throws {
        id = try row.id("id")
        profileID = try row.idOrNull("profile_id")
        placementID = try row.id("placement_id")
        placementKey = list?.placementKey
        at = try row.instant("at")
        let reason: DecisionReason = try row.name("reason")
        self.reason = reason
        offers = try row.text("offers").split(separator: ",").map { OfferID(trusted: String($0)) }
        if let key = try row.textOrNull("experiment"), let arm = try row.textOrNull("arm") {
            experiment = (key, arm)
        } else {
            experiment = nil
        }
        candidates = try list.map { list -> JSONValue in
            guard let outcomes = OutcomeCode.decode(try row.blob("outcomes"), count: list.entries.count) else {
                throw StorageError.malformed("a decision holds no outcomes")
            }
            // A held-out person is served without asking any candidate.
            return reason == .holdout && outcomes.allSatisfy { $0 == .outranked } ? .array([]) : list.explained(outcomes)
        }
    }

    /// As `GET /v1/decisions/{id}` answers it.
    var json: JSONValue {
        var object: JSONObject = ["decisionId": .string(id.rawValue)]
        if let profileID { object["profileId"] = .string(profileID.rawValue) }
        object["placementId"] = .string(placementID.rawValue)
        if let placementKey { object["placement"] = .string(placementKey) }
        object["at"] = .string(at.rfc3339)
        object["reason"] = .string(reason.rawValue)
        object["holdout"] = .bool(reason == .holdout)
        object["offerIds"] = .array(offers.map { .string($0.rawValue) })
        if let experiment { object["experiment"] = ["key": .string(experiment.key), "arm": .string(experiment.arm)] }
        if let candidates { object["candidates"] = candidates }
        return .object(object)
    }
}
