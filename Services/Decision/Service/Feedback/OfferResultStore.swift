import CommonModels
import DecisionDomain
import OrderedCollections
import StorageKit

/// What offers achieved so far.
struct OfferResultStore: Sendable {
    let database: any Database

    /// All results of one offer.
    struct Totals: Sendable {
        var counts: [String: Int64] = [:]
        var revenue: [Money] = []

        func count(_ outcome: String) -> Int64 { counts[outcome] ?? 0 }

        var json: JSONValue {
            .object([
                "decisions": .integer(count("decision")), "impressions": .integer(count("impression")), "clicks": .integer(count("click")),
                "conversions": .integer(count("conversion")), "dismissals": .integer(count("dismissal")),
                "revenue": .array(revenue.map(\.json)),
            ])
        }
    }

    func results(of offer: OfferID) async throws -> Totals {
        try await database.read { tx in
            var totals = Totals()
            for row in try tx.rows(
                "SELECT outcome, CAST(SUM(count) AS BIGINT) AS total FROM offer_result WHERE offer_id = $1 GROUP BY outcome", [offer])
            {
                totals.counts[try row.text("outcome")] = try row.integer("total")
            }
            for row in try tx.rows("SELECT currency, minor_units FROM offer_revenue WHERE offer_id = $1 ORDER BY currency", [offer]) {
                guard let currency = Currency(try row.text("currency")) else { continue }
                totals.revenue.append(Money(minorUnits: try row.integer("minor_units"), currency: currency))
            }
            return totals
        }
    }

    /// Counts of every offer, for lists.
    func all() async throws -> [OfferID: Totals] {
        try await database.read { tx in
            var totals: [OfferID: Totals] = [:]
            try tx.forEachRow("SELECT offer_id, outcome, CAST(SUM(count) AS BIGINT) AS total FROM offer_result GROUP BY offer_id, outcome")
            { row in
                totals[try row.id("offer_id"), default: Totals()].counts[try row.text("outcome")] = try row.integer("total")
            }
            return totals
        }
    }
}
