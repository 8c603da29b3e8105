package import CommonModels

/// What a channel is called in front of customers.
package struct ConsentChannel: Hashable, Sendable {
    package let channel: Channel
    package let nameKo: String
    package let nameEn: String

    package init(_ channel: Channel, ko: String, en: String) {
        self.channel = channel
        nameKo = ko
        nameEn = en
    }

    package func name(_ locale: ConsoleLocale) -> String { locale == .ko ? nameKo : nameEn }

    package var json: JSONValue {
        ["channel": .string(channel.rawValue), "name": ["ko": .string(nameKo), "en": .string(nameEn)]]
    }
}
