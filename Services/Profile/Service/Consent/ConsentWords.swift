import CommonModels
import ConsoleKit
import ProfileDomain

/// How consent is spoken of in front of customers.
struct ConsentWords {
    private let screen: ConsoleScreen
    private let catalogue: ConsentCatalogue

    init(_ screen: ConsoleScreen, _ catalogue: ConsentCatalogue) {
        self.screen = screen
        self.catalogue = catalogue
    }

    func purpose(_ key: Purpose) -> String {
        catalogue[key]?.name(screen.locale) ?? screen.words.optional("profile.purpose.\(key.rawValue)", fallback: key.rawValue)
    }

    func channel(_ channel: Channel) -> String {
        catalogue.channels.first { $0.channel == channel }?.name(screen.locale) ?? screen("profile.channel.\(channel.rawValue)")
    }

    func status(_ status: ConsentStatus) -> String { screen("consent.status.\(status.rawValue)") }

    func source(_ source: String) -> String {
        screen.words.optional("consent.source.\(source)", fallback: screen.words.optional("profile.source.\(source)", fallback: source))
    }

    func tag(_ status: ConsentStatus) -> Markup {
        let tone: Tone =
            switch status {
            case .granted: .good
            case .denied, .withdrawn: .bad
            case .expired, .pending: .warn
            case .unknown: .plain
            }
        return .tag(self.status(status), tone)
    }
}
