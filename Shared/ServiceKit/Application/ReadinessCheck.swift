/// One thing that must hold before a service is ready.
package struct ReadinessCheck: Hashable, Sendable, Codable {
    package let name: String
    package let isReady: Bool
    /// In words, without secrets or personal data.
    package let detail: String?

    package init(name: String, isReady: Bool, detail: String? = nil) {
        self.name = name
        self.isReady = isReady
        self.detail = detail
    }
}
