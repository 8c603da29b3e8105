import CommonModels

/// What a customer bought, summed from their orders.
struct CustomerOrders: Sendable {
    static let eventName = "Order Completed"
    static let ordersMax = 1_000  // newest; more are not summed
    static let window = Duration.days(365)

    /// Orders of the last twelve months.
    let count: Int
    /// Their sum in the currency of the newest order; nil when none carries an amount.
    let total: Money?
    let last: Instant?

    init(_ entries: [TimelineEntry], now: Instant) {
        let recent = entries.map(\.event).filter { $0.time > now - Self.window }
        count = recent.count
        last = entries.first?.event.time
        let amounts = recent.compactMap { Self.amount($0.properties) }
        total = amounts.first.map { first in
            Money(minorUnits: amounts.filter { $0.currency == first.currency }.reduce(0) { $0 &+ $1.minorUnits }, currency: first.currency)
        }
    }

    var average: Money? {
        total.flatMap { count > 0 ? Money(minorUnits: $0.minorUnits / Int64(count), currency: $0.currency) : nil }
    }

    /// The amount of an order as Segment's e-commerce events carry it: `revenue` or `total`, `currency`.
    static func amount(_ properties: JSONObject) -> Money? {
        guard let currency = properties["currency"]?.stringValue.flatMap(Currency.init),
            let value = properties["revenue"] ?? properties["total"] ?? properties["price"]
        else { return nil }
        if let text = value.stringValue { return Money(amount: text, currency: currency) }
        guard var units = value.doubleValue else { return nil }
        for _ in 0..<currency.minorUnitDigits { units *= 10 }
        guard abs(units) < 9e15 else { return nil }
        return Money(minorUnits: Int64(units.rounded()), currency: currency)
    }
}
