package import CommonModels
package import Configuration
package import Foundation
import JourneyDomain

/// How the Journey service sends, read once. Names below are environment variables.
package struct JourneySettings: Sendable {
    /// `MARU_SMTP_URL` (`smtp://host:port`, `smtps://host:port`); without it e-mails are held with `channelNotConfigured`.
    /// Beside it: `MARU_SMTP_USERNAME`, `MARU_SMTP_PASSWORD`, `MARU_SMTP_FROM` (needed), `MARU_SMTP_FROM_NAME`,
    /// `MARU_SMTP_TLS` (`none`, `whenOffered`, `required`; default `required`, on loopback `whenOffered`),
    /// `MARU_SMTP_CA` (PEM file), `MARU_SMTP_CONNECTIONS` (1 to 64, default 4).
    package var mail: MailSettings?
    /// `MARU_JOURNEY_TIMEZONE`: for people whose zone neither profile nor journey tells; default `Asia/Seoul`.
    package var timezone: TimeZone
    /// `MARU_JOURNEY_LOCALE`: `ko` or `en`, for people whose language is not known; default `ko`.
    package var locale: ConsoleLocale
    /// `MARU_WEBHOOK_SECRET`: `whsec_…`; default is made at first start and kept in the database.
    package var webhookSecret: String?
    /// `MARU_WEBHOOK_ALLOWED_HOSTS`: hosts with private addresses that webhooks may reach, separated by commas; default none.
    package var webhookAllowedHosts: Set<String>
    /// `MARU_HOLDOUT_SHARE`: 0 to 0.5, default 0.05; the same for every service.
    package var holdoutShare: Double
    /// `MARU_JOURNEY_KEEP_DAYS`: how long the steps of traces are kept, 30 to 3,650; default 400.
    package var keep: Duration

    package init(
        mail: MailSettings? = nil, timezone: TimeZone = .gmt, locale: ConsoleLocale = .ko, webhookSecret: String? = nil,
        webhookAllowedHosts: Set<String> = [], holdoutShare: Double = GlobalHoldout.shareDefault, keep: Duration = .days(400)
    ) {
        self.mail = mail
        self.timezone = timezone
        self.locale = locale
        self.webhookSecret = webhookSecret
        self.webhookAllowedHosts = webhookAllowedHosts
        self.holdoutShare = holdoutShare
        self.keep = keep
    }

    /// - Throws: ``JourneySettingsError`` naming the variable that cannot be used.
    package init(_ config: ConfigReader) throws(JourneySettingsError) {
        func text(_ key: String) -> String? { config.string(forKey: ConfigKey(key)).flatMap { $0.isEmpty ? nil : $0 } }
        let zoneName = text("maru.journey.timezone") ?? "Asia/Seoul"
        guard let timezone = TimeZoneResolver.zone(named: zoneName) else { throw .invalid("MARU_JOURNEY_TIMEZONE", "an IANA time zone") }
        guard let locale = ConsoleLocale(rawValue: text("maru.journey.locale") ?? "ko") else {
            throw .invalid("MARU_JOURNEY_LOCALE", "ko or en")
        }
        guard let share = Double(text("maru.holdout.share") ?? "\(GlobalHoldout.shareDefault)"), (0...0.5).contains(share) else {
            throw .invalid("MARU_HOLDOUT_SHARE", "a number from 0 to 0.5")
        }
        guard let days = Int(text("maru.journey.keep.days") ?? "400"), (30...3_650).contains(days) else {
            throw .invalid("MARU_JOURNEY_KEEP_DAYS", "a whole number from 30 to 3650")
        }
        let secret = text("maru.webhook.secret")
        if let secret, WebhookSignature(secret: secret) == nil {
            throw .invalid("MARU_WEBHOOK_SECRET", "whsec_ and base64 of 24 to 64 bytes")
        }
        let hosts = text("maru.webhook.allowed.hosts")?.split(separator: ",").map { $0.filter { $0 != " " } } ?? []
        self.init(
            mail: try Self.mail(text), timezone: timezone, locale: locale, webhookSecret: secret, webhookAllowedHosts: Set(hosts),
            holdoutShare: share, keep: .days(Int64(days)))
    }

    private static func mail(_ text: (String) -> String?) throws(JourneySettingsError) -> MailSettings? {
        guard let url = text("maru.smtp.url") else { return nil }
        guard url.hasPrefix("smtp://") || url.hasPrefix("smtps://"), let host = URL(string: url)?.host() else {
            throw .invalid("MARU_SMTP_URL", "smtp://host:port or smtps://host:port")
        }
        guard let from = text("maru.smtp.from").flatMap(EmailAddress.init) else { throw .invalid("MARU_SMTP_FROM", "an e-mail address") }
        let isLoopback = ["127.0.0.1", "localhost", "[::1]", "::1"].contains(host)
        let usual = isLoopback ? MailSettings.Encryption.whenOffered : .required
        guard let encryption = MailSettings.Encryption(rawValue: text("maru.smtp.tls") ?? usual.rawValue) else {
            throw .invalid("MARU_SMTP_TLS", "none, whenOffered or required")
        }
        guard let connections = Int(text("maru.smtp.connections") ?? "4"), (1...64).contains(connections) else {
            throw .invalid("MARU_SMTP_CONNECTIONS", "a number from 1 to 64")
        }
        return MailSettings(
            url: url, username: text("maru.smtp.username"), password: text("maru.smtp.password"), from: from,
            fromName: text("maru.smtp.from.name"), encryption: encryption, authorityFile: text("maru.smtp.ca"), connections: connections)
    }
}
