package import CommonModels
package import JourneyDomain

/// Posts webhook messages. ``SignedWebhookSender`` is the real one.
package protocol WebhookSender: Sendable {
    /// - Parameter id: the `webhook-id`, the same in every attempt.
    func post(_ body: [UInt8], to url: String, id: String, at now: Instant) async -> DeliveryResult
}
