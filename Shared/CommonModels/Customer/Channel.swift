/// A way to reach a person. `all` stands for every channel in consents.
package enum Channel: String, Hashable, Sendable, Codable, CaseIterable {
    case email, sms, push, inApp, web, webhook, all
}
