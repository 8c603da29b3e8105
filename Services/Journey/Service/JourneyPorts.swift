/// The neighbours of the engine; tests put their own in.
package struct JourneyPorts: Sendable {
    package let renderer: any MessageRenderer
    package let decisions: any DecisionSource
    package let facts: any FactReceiver
    /// nil when no mail server is configured.
    package let mailer: (any Mailer)?
    package let webhooks: any WebhookSender
    /// 0…1; lengthens waits before retries.
    package let jitter: @Sendable () -> Double

    package init(
        renderer: any MessageRenderer, decisions: any DecisionSource, facts: any FactReceiver, mailer: (any Mailer)?,
        webhooks: any WebhookSender, jitter: @escaping @Sendable () -> Double
    ) {
        self.renderer = renderer
        self.decisions = decisions
        self.facts = facts
        self.mailer = mailer
        self.webhooks = webhooks
        self.jitter = jitter
    }
}
