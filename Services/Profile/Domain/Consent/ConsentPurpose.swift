package import CommonModels

/// What personal data is used for, as people are told and asked.
package struct ConsentPurpose: Hashable, Sendable {
    package static let nameLengthMax = 80  // characters, per language
    package static let textsMax = 200
    package static let validDaysMax = 3_650

    package let key: Purpose
    package var nameKo: String
    package var nameEn: String
    package var legalBasis: LegalBasis
    /// Where it is asked; `all` alone for a purpose that knows no channels, such as analytics.
    package var channels: [Channel]
    /// Whether the preference centre offers it.
    package var isOffered: Bool
    /// Channels on which a grant counts only once it is confirmed by mail; `all` stands for every channel.
    package var doubleOptIn: Set<Channel>
    /// Whether it is what Global Privacy Control speaks of: selling or sharing data, advertising across sites.
    package var honoursGPC: Bool
    /// A grant ends after so many days, unless it says itself when; nil for never.
    package var validDays: Int?
    /// Oldest first; the last one is shown.
    package var texts: [ConsentText]

    package init(
        key: Purpose, nameKo: String, nameEn: String, legalBasis: LegalBasis = .consent, channels: [Channel], isOffered: Bool = true,
        doubleOptIn: Set<Channel> = [], honoursGPC: Bool = false, validDays: Int? = nil, texts: [ConsentText] = []
    ) {
        self.key = key
        self.nameKo = nameKo
        self.nameEn = nameEn
        self.legalBasis = legalBasis
        self.channels = channels
        self.isOffered = isOffered
        self.doubleOptIn = doubleOptIn
        self.honoursGPC = honoursGPC
        self.validDays = validDays
        self.texts = texts
    }

    package func name(_ locale: ConsoleLocale) -> String { locale == .ko ? nameKo : nameEn }

    package var text: ConsentText? { texts.last }

    package func needsConfirmation(on channel: Channel) -> Bool {
        doubleOptIn.contains(channel) || doubleOptIn.contains(.all) || (channel == .all && !doubleOptIn.isEmpty)
    }

    package var json: JSONValue {
        var members: JSONObject = [
            "key": .string(key.rawValue), "name": ["ko": .string(nameKo), "en": .string(nameEn)],
            "legalBasis": .string(legalBasis.rawValue),
            "channels": .array(channels.map { .string($0.rawValue) }), "isOffered": .bool(isOffered),
            "doubleOptIn": .array(doubleOptIn.map(\.rawValue).sorted().map { .string($0) }), "honoursGPC": .bool(honoursGPC),
        ]
        if let validDays { members["validDays"] = .integer(Int64(validDays)) }
        members["texts"] = .array(texts.map(\.json))
        return .object(members)
    }
}
