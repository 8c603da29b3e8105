import CommonModels
import DecisionDomain
import FeedKit
import OrderedCollections
import StorageKit

/// Makes a batch of feedback durable in one transaction: log, caps, results, feed and facts stand or fall together.
struct FeedbackRecorder: Sendable {
    /// Feedback with what the server knows when it arrives.
    struct Item: Sendable {
        let feedback: Feedback
        let receivedAt: Instant
        let catalogue: OfferCatalogue
    }

    let feed: Feed

    /// A feedback whose decision and offer were found.
    private struct Accepted {
        let item: Item
        let offer: OfferID
        let profile: ProfileID?
        let placement: PlacementID
        let caps: [ScopedCap]

        var at: Instant { item.feedback.at ?? item.receivedAt }
    }

    func record(_ items: [Item], in tx: any SQLTransaction) throws -> [Result<FeedbackOutcome, any Error>] {
        try tx.serialize(on: DecisionLock.name)
        var known: Set<String> = []
        try tx.rows("SELECT id FROM feedback WHERE id IN", in: Set(items.map(\.feedback.key))).forEach {
            known.insert(try $0.text("id"))
        }
        let decisions = try decisions(of: items, in: tx)
        var accepted: [Accepted] = []
        let taken = items.map { item -> Taken in
            if known.contains(item.feedback.key) { return .refused(.duplicate) }
            guard let decision = decisions[item.feedback.decisionID] else { return .refused(.unknownDecision) }
            guard let offer = offer(of: item.feedback, in: decision) else { return .refused(.unknownOffer) }
            known.insert(item.feedback.key)
            let caps = item.feedback.kind.measure.map { item.catalogue.caps(of: offer, in: decision.placementID, counting: $0) } ?? []
            accepted.append(Accepted(item: item, offer: offer, profile: decision.profileID, placement: decision.placementID, caps: caps))
            return .accepted(accepted.count - 1)
        }
        let worksheet = try save(accepted, in: tx)
        return taken.map { taken in
            switch taken {
            case .refused(let outcome): return .success(outcome)
            case .accepted(let position):
                let one = accepted[position]
                let counted = one.caps.compactMap { cap in
                    CapCounterKey(cap, profile: one.profile).map { CountedCap(cap: cap, ledger: worksheet.ledger($0)) }
                }
                return .success(.recorded(counted, profile: one.profile))
            }
        }
    }

    private enum Taken {
        case refused(FeedbackOutcome)
        case accepted(Int)
    }

    private func decisions(of items: [Item], in tx: any SQLTransaction) throws -> [DecisionID: LoggedDecision] {
        var found: [DecisionID: LoggedDecision] = [:]
        let ids = Set(items.map(\.feedback.decisionID.rawValue))
        try tx.rows("SELECT \(DecisionLog.columns) FROM decision WHERE id IN", in: ids).forEach { row in
            let decision = try LoggedDecision(row, list: nil)
            found[decision.id] = decision
        }
        return found
    }

    private func offer(of feedback: Feedback, in decision: LoggedDecision) -> OfferID? {
        if let named = feedback.offerID { return decision.offers.contains(named) ? named : nil }
        return decision.offers.count == 1 ? decision.offers.first : nil
    }

    private func save(_ accepted: [Accepted], in tx: any SQLTransaction) throws -> CapWorksheet {
        var worksheet = try CapWorksheet(
            profiles: Set(accepted.compactMap { one in one.caps.contains { $0.cap.per == .profile } ? one.profile?.rawValue : nil }),
            totals: Set(accepted.flatMap { one in one.caps.filter { $0.cap.per == .total }.map(\.name) }), in: tx)
        guard !accepted.isEmpty else { return worksheet }
        for one in accepted { worksheet.count(one.caps, for: one.profile, at: one.item.receivedAt) }
        try worksheet.save(in: tx)
        try tx.insert(
            into: "feedback",
            columns: ["id", "decision_id", "offer_id", "profile_id", "kind", "revenue_minor", "currency", "at", "received_at"],
            rows: accepted.map(row), onConflict: .fail)
        try OfferResults.add(accepted.map { ($0.offer, $0.item.feedback.kind.rawValue, $0.at) }, in: tx)
        try OfferResults.addRevenue(accepted.compactMap { one in one.item.feedback.revenue.map { (one.offer, $0) } }, in: tx)
        try feed.publish(accepted.compactMap(event), in: tx)
        try FactOutbox.add(accepted.compactMap(fact), in: tx)
        return worksheet
    }

    private func row(_ one: Accepted) -> [SQLValue] {
        let feedback = one.item.feedback
        return [
            .text(feedback.key), .text(feedback.decisionID.rawValue), .text(one.offer.rawValue), .optional(one.profile?.rawValue),
            .text(feedback.kind.rawValue), .optional(feedback.revenue?.minorUnits), .optional(feedback.revenue?.currency.code),
            .integer(one.at.microseconds), .integer(one.item.receivedAt.microseconds),
        ]
    }

    private func event(_ one: Accepted) -> FeedEvent? {
        guard let profile = one.profile else { return nil }
        var data: JSONObject = [
            "decisionId": .string(one.item.feedback.decisionID.rawValue), "profileId": .string(profile.rawValue),
            "offerId": .string(one.offer.rawValue), "kind": .string(one.item.feedback.kind.rawValue),
        ]
        if let revenue = one.item.feedback.revenue { data["revenue"] = revenue.json }
        data["at"] = .string(one.at.rfc3339)
        return FeedEvent(
            type: FeedEventType.decisionFeedback, subject: profile.rawValue, partitionKey: profile.rawValue, time: one.item.receivedAt,
            data: JSONValue.object(data).serialized)
    }

    private func fact(_ one: Accepted) -> OutboxFact? {
        guard let profile = one.profile else { return nil }
        let feedback = one.item.feedback
        var properties: JSONObject = [
            "decision_id": .string(feedback.decisionID.rawValue), "offer_id": .string(one.offer.rawValue),
            "placement_id": .string(one.placement.rawValue),
        ]
        if let key = one.item.catalogue.offer(one.offer)?.key { properties["offer_key"] = .string(key) }
        return OutboxFact(
            messageID: "feedback-\(feedback.key)", profile: profile, name: feedback.kind.eventName, at: one.at, properties: properties)
    }
}
