package import JourneyDomain

/// Where and as whom e-mails are sent; without it every e-mail is held with `channelNotConfigured`.
package struct MailSettings: Sendable {
    /// `smtp://host:port` or `smtps://host:port`.
    package let url: String
    package let username: String?
    package let password: String?
    package let from: EmailAddress
    package let fromName: String?
    package let encryption: Encryption
    /// PEM file of authorities to trust beside the system's; nil takes the system's.
    package let authorityFile: String?
    /// Mail connections at the same time, 1…64.
    package let connections: Int

    /// What STARTTLS is to do; `smtps://` is encrypted from the start.
    package enum Encryption: String, Sendable, CaseIterable {
        case none, whenOffered, required
    }

    package init(
        url: String, username: String? = nil, password: String? = nil, from: EmailAddress, fromName: String? = nil,
        encryption: Encryption = .required, authorityFile: String? = nil, connections: Int = 4
    ) {
        self.url = url
        self.username = username
        self.password = password
        self.from = from
        self.fromName = fromName
        self.encryption = encryption
        self.authorityFile = authorityFile
        self.connections = connections
    }
}
