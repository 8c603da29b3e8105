package import CommonModels

extension Money {
    /// Reads `{"amount":"12.50","currency":"KRW"}`; nil when it is no such object.
    package init?(json: JSONValue) {
        guard let code = json["currency"]?.stringValue, let currency = Currency(code), let amount = json["amount"]?.stringValue else {
            return nil
        }
        self.init(amount: amount, currency: currency)
    }

    package var json: JSONValue {
        .object(["amount": .string(amount), "currency": .string(currency.code)])
    }
}
