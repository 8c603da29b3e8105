package import CommonModels
import OrderedCollections

/// The candidates of one ``PlacementIndex`` as the decision log remembers them, so that old decisions can be explained
/// after offers have changed.
package struct CandidateList: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package let offerID: OfferID
        package let offerKey: String
        package let caps: [String]
    }

    package let placementKey: String
    package let entries: [Entry]

    package init(_ index: PlacementIndex) {
        placementKey = index.placement.key
        entries = index.candidates.map { Entry(offerID: $0.offer.id, offerKey: $0.offer.key, caps: $0.caps.map(\.name)) }
    }

    /// - Returns: nil when `json` is no stored list.
    package init?(json: JSONValue) {
        guard let key = json["placement"]?.stringValue, let items = json["candidates"]?.arrayValue else { return nil }
        placementKey = key
        entries = items.compactMap { item in
            guard let id = item["id"]?.stringValue, let key = item["key"]?.stringValue else { return nil }
            return Entry(offerID: OfferID(trusted: id), offerKey: key, caps: (item["caps"]?.arrayValue ?? []).compactMap(\.stringValue))
        }
        guard entries.count == items.count else { return nil }
    }

    package var json: JSONValue {
        .object([
            "placement": .string(placementKey),
            "candidates": .array(
                entries.map { entry in
                    .object([
                        "id": .string(entry.offerID.rawValue), "key": .string(entry.offerKey),
                        "caps": .array(entry.caps.map { .string($0) }),
                    ])
                }),
        ])
    }

    /// The candidates with their outcome, as `GET /v1/decisions/{id}` shows them.
    package func explained(_ outcomes: [CandidateOutcome]) -> JSONValue {
        .array(
            zip(entries, outcomes).enumerated().map { rank, pair in
                let (entry, outcome) = pair
                var object: JSONObject = [
                    "rank": .integer(Int64(rank + 1)), "offerId": .string(entry.offerID.rawValue), "offerKey": .string(entry.offerKey),
                    "outcome": .string(outcome.name),
                ]
                if case .capped(let position) = outcome, position < entry.caps.count { object["cap"] = .string(entry.caps[position]) }
                return .object(object)
            })
    }
}
