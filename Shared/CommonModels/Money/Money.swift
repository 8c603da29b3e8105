/// An amount of money, held as whole minor units (cents; won have none). Never a Double.
///
/// On the wire: `{"amount":"12.50","currency":"GBP"}`.
package struct Money: Hashable, Sendable {
    package let minorUnits: Int64
    package let currency: Currency

    package init(minorUnits: Int64, currency: Currency) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// Reads a plain decimal such as `-12.5`.
    /// - Returns: nil when it is no decimal, has more digits than the currency, or does not fit Int64.
    package init?(amount: String, currency: Currency) {
        guard let scaled = DecimalText.scaled(amount, digits: currency.minorUnitDigits) else { return nil }
        self.init(minorUnits: scaled, currency: currency)
    }

    /// The decimal text with exactly the currency's digits.
    package var amount: String { DecimalText.text(minorUnits, digits: currency.minorUnitDigits) }
}

extension Money: Codable, CustomStringConvertible {
    package var description: String { "\(amount) \(currency)" }

    private enum CodingKeys: String, CodingKey { case amount, currency }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let currency = try container.decode(Currency.self, forKey: .currency)
        guard let money = Money(amount: try container.decode(String.self, forKey: .amount), currency: currency) else {
            throw DecodingError.dataCorruptedError(
                forKey: .amount, in: container,
                debugDescription: "not a decimal with at most \(currency.minorUnitDigits) digits after the point")
        }
        self = money
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(amount, forKey: .amount)
        try container.encode(currency, forKey: .currency)
    }
}
