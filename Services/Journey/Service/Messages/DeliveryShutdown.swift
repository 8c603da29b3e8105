import ServiceLifecycle

/// Closes connections when everything else has stopped.
struct DeliveryShutdown: Service {
    let mailer: SMTPMailer?
    let webhooks: SignedWebhookSender

    func run() async throws {
        try? await gracefulShutdown()
        await mailer?.close()
        await webhooks.close()
    }
}
