/// An ISO 4217 currency code and the number of its minor-unit digits.
package struct Currency: Hashable, Sendable {
    /// Three upper-case letters.
    package let code: String

    package init?(_ code: String) {
        let utf8 = code.utf8
        guard utf8.count == 3, utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) else { return nil }
        self.code = code
    }

    private init(known code: String) { self.code = code }

    package static let krw = Currency(known: "KRW")
    package static let usd = Currency(known: "USD")
    package static let gbp = Currency(known: "GBP")
    package static let eur = Currency(known: "EUR")

    /// Digits after the decimal point (ISO 4217 list one): 0 for KRW and JPY, 3 for KWD, otherwise 2.
    package var minorUnitDigits: Int {
        switch code {
        case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF": 0
        case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND": 3
        default: 2
        }
    }
}

extension Currency: Codable, CustomStringConvertible {
    package var description: String { code }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let currency = Currency(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an ISO 4217 code such as KRW")
        }
        self = currency
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(code)
    }
}
