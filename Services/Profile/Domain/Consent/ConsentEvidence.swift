/// What shows that a statement was made: beside source and text, the surroundings it was made in. Personal data: only
/// proof holds it, for as long as the catalogue says.
package struct ConsentEvidence: Hashable, Sendable {
    package static let languageLengthMax = 35  // characters, BCP 47
    package static let addressLengthMax = 45  // characters, IPv6
    package static let userAgentLengthMax = 300  // characters; the rest is cut off
    package static let none = ConsentEvidence()

    /// The language of the text that was shown, e.g. `ko`.
    package let language: String?
    /// The person's address; behind trusted proxies the one they forward.
    package let ip: String?
    package let userAgent: String?

    package init(language: String? = nil, ip: String? = nil, userAgent: String? = nil) {
        self.language = language.flatMap { $0.isEmpty ? nil : String($0.prefix(Self.languageLengthMax)) }
        self.ip = ip.flatMap { $0.isEmpty || $0.count > Self.addressLengthMax ? nil : $0 }
        self.userAgent = userAgent.flatMap { $0.isEmpty ? nil : String($0.prefix(Self.userAgentLengthMax)) }
    }

    /// This, and where it is silent the other.
    package func or(_ other: ConsentEvidence) -> ConsentEvidence {
        ConsentEvidence(language: language ?? other.language, ip: ip ?? other.ip, userAgent: userAgent ?? other.userAgent)
    }
}
