import CommonModels

/// The amount of an order as Segment's e-commerce events carry it: `revenue`, `total` or `price`, with `currency`.
enum EventAmount {
    static func money(_ properties: JSONObject) -> Money? {
        guard let currency = properties["currency"]?.stringValue.flatMap(Currency.init),
            let value = properties["revenue"] ?? properties["total"] ?? properties["price"]
        else { return nil }
        return money(value, in: currency)
    }

    /// A number or a decimal text in major units.
    static func money(_ value: JSONValue, in currency: Currency) -> Money? {
        if let text = value.stringValue { return Money(amount: text, currency: currency) }
        guard var units = value.doubleValue else { return nil }
        for _ in 0..<currency.minorUnitDigits { units *= 10 }
        guard abs(units) < 9e15 else { return nil }
        return Money(minorUnits: Int64(units.rounded()), currency: currency)
    }
}
