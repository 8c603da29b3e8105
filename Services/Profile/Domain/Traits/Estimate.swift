package import CommonModels

/// A guess from evidence of unequal weight, and how sure it is.
///
/// The value with the most weight is the guess. Its confidence is its share of all weight, shrunk towards zero while there
/// is little: `(top / total) × (total / (total + 2))`, which is `top / (total + 2)`: additive smoothing, see Manning et al.,
/// "Introduction to Information Retrieval" (2008), 13.2. One piece of evidence gives 0.33, ten that agree 0.83.
package struct Estimate: Hashable, Sendable {
    package static let valuesMax = 20  // the lightest gives way
    package static let valueLengthMax = 64  // characters
    /// Below this nothing is said.
    package static let confidenceMin = 0.3
    private static let smoothing = 2.0

    package private(set) var weights: [String: Double]

    package init(weights: [String: Double] = [:]) { self.weights = weights }

    package mutating func add(_ value: String, weight: Double = 1) {
        guard !value.isEmpty, value.count <= Self.valueLengthMax else { return }
        weights[value, default: 0] += weight
        if weights.count > Self.valuesMax, let lightest = weights.min(by: Self.isLighter) { weights[lightest.key] = nil }
    }

    package mutating func absorb(_ other: Estimate) { for (value, weight) in other.weights { add(value, weight: weight) } }

    /// The guess and its confidence in hundredths; nil while too little is known.
    package var guess: (value: String, confidence: Double)? {
        guard let top = weights.max(by: Self.isLighter) else { return nil }
        let confidence = top.value / (weights.values.reduce(0, +) + Self.smoothing)
        return confidence >= Self.confidenceMin ? (top.key, (confidence * 100).rounded() / 100) : nil
    }

    private static func isLighter(_ left: (key: String, value: Double), _ right: (key: String, value: Double)) -> Bool {
        (left.value, right.key) < (right.value, left.key)
    }
}

/// What a person's habits tell that they were not asked.
package enum Habit: String, Hashable, Sendable, CaseIterable {
    case timezone, locale, preferredChannel

    package var trait: TraitKey { TraitKey(rawValue, .inferred) }
    /// The row that keeps the evidence; no computed trait can be called so.
    package var stateKey: String { "~" + rawValue }

    package static func isStateKey(_ key: String) -> Bool { key.utf8.first == UInt8(ascii: "~") }
}

/// How much an event says of the channel a person likes: what they act on more than what they look at.
package enum ChannelUse {
    package static let weights: [String: Double] = [
        "Message Opened": 1, "Message Clicked": 2, "Email Opened": 1, "Email Link Clicked": 2, "Push Opened": 2, "SMS Link Clicked": 2,
        "Order Completed": 3,
    ]

    /// The channel named by the event's properties, or by its name.
    package static func channel(of name: String, _ properties: JSONObject) -> Channel? {
        if let stated = properties["channel"]?.stringValue { return Channel(rawValue: stated).flatMap { $0 == .all ? nil : $0 } }
        return switch name.split(separator: " ").first {
        case "Email": .email
        case "Push": .push
        case "SMS": .sms
        case _: nil
        }
    }
}

/// Where and in which language a call was made, as its context says.
package struct CallSurroundings: Hashable, Sendable {
    package let timezone: String?
    package let locale: String?

    /// - Returns: nil when the context says neither, or nothing that can be read as such.
    package init?(context: String) {
        guard context.utf8.count > 2, context.contains("\"timezone\"") || context.contains("\"locale\"") else { return nil }
        guard let json = try? JSONValue(parsing: context) else { return nil }
        timezone = json["timezone"]?.stringValue.flatMap { CallSurroundings.isZone($0) ? $0 : nil }
        locale = json["locale"]?.stringValue.flatMap { CallSurroundings.isLocale($0) ? $0 : nil }
        if timezone == nil && locale == nil { return nil }
    }

    /// `Asia/Seoul`, by form: whether there is such a zone is for whoever uses it.
    private static func isZone(_ text: String) -> Bool {
        text.utf8.count <= Estimate.valueLengthMax && text.contains("/")
            && text.utf8.allSatisfy { isLetter($0) || (43...57).contains($0) || $0 == UInt8(ascii: "_") }
    }

    /// `ko-KR`, `en_US`, `ko`.
    private static func isLocale(_ text: String) -> Bool {
        (2...35).contains(text.utf8.count) && text.utf8.prefix(2).allSatisfy(isLetter)
            && text.utf8.allSatisfy { isLetter($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) || (97...122).contains(byte) }
}
