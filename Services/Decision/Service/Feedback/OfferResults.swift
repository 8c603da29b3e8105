import CommonModels
import DecisionDomain
import StorageKit

/// Counts of what offers achieved, by day (UTC); they stay when people are erased.
enum OfferResults {
    /// Adds one to each (offer, outcome, day).
    static func add(_ happenings: [(offer: OfferID, outcome: String, at: Instant)], in tx: any SQLTransaction) throws {
        var counts: [Key: Int64] = [:]
        for happening in happenings {
            let day = happening.at.utcDay
            counts[Key(offer: happening.offer.rawValue, outcome: happening.outcome, day: day), default: 0] += 1
        }
        guard !counts.isEmpty else { return }
        try tx.executeMany(
            """
            INSERT INTO offer_result (offer_id, day, outcome, count) VALUES ($1, $2, $3, $4)
            ON CONFLICT (offer_id, day, outcome) DO UPDATE SET count = offer_result.count + excluded.count
            """,
            counts.sorted { $0.key < $1.key }.map {
                [.text($0.key.offer), .integer($0.key.day), .text($0.key.outcome), .integer($0.value)]
            })
    }

    static func addRevenue(_ revenue: [(offer: OfferID, money: Money)], in tx: any SQLTransaction) throws {
        guard !revenue.isEmpty else { return }
        try tx.executeMany(
            """
            INSERT INTO offer_revenue (offer_id, currency, minor_units) VALUES ($1, $2, $3)
            ON CONFLICT (offer_id, currency) DO UPDATE SET minor_units = offer_revenue.minor_units + excluded.minor_units
            """,
            revenue.map { [.text($0.offer.rawValue), .text($0.money.currency.code), .integer($0.money.minorUnits)] })
    }

    private struct Key: Hashable, Comparable {
        let offer: String
        let outcome: String
        let day: Int64

        static func < (left: Key, right: Key) -> Bool {
            (left.offer, left.outcome, left.day) < (right.offer, right.outcome, right.day)
        }
    }
}
