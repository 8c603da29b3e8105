package import JourneyDomain

/// Hands e-mails to a mail server. ``SMTPMailer`` is the real one.
package protocol Mailer: Sendable {
    func deliver(_ message: MailMessage) async -> DeliveryResult
}
