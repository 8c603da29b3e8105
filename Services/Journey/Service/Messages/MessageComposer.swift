import CommonModels
import JourneyDomain
import ServiceKit

/// Puts a message together for one person.
struct MessageComposer: Sendable {
    let renderer: any MessageRenderer
    let mail: MailSettings?
    let links: UnsubscribeLinks
    let preferences: PreferenceLinks
    /// For people whose language is not known.
    let locale: ConsoleLocale

    func render(_ delivery: Delivery) async -> RenderResult {
        switch delivery.message.content {
        case .inline(let subject, let text, let html):
            return .rendered(Rendered(subject: subject, text: text, html: html))
        case .item(let key):
            return await renderer.render(item: key, locale: delivery.person.locale ?? locale, data: data(delivery))
        }
    }

    /// nil when e-mail is not configured or the person has no address; the gate has held such a message before.
    func mail(_ delivery: Delivery, _ rendered: Rendered, at now: Instant) -> MailMessage? {
        guard let mail, let to = delivery.person.email.flatMap(EmailAddress.init) else { return nil }
        return MailMessage(
            from: mail.from, fromName: mail.fromName, to: to, subject: rendered.subject, text: rendered.text, html: rendered.html,
            messageID: "\(delivery.record.id.rawValue)@\(mail.from.domain)", date: now,
            unsubscribeURL: delivery.message.needsConsent ? unsubscribeURL(delivery) : nil)
    }

    /// The body of a webhook: what happened, to whom, with the rendered text.
    func webhookBody(_ delivery: Delivery, _ rendered: Rendered) -> [UInt8] {
        var data: JSONObject = [
            "messageId": .string(delivery.record.id.rawValue), "journeyKey": .string(delivery.journey.rawValue),
            "nodeId": .string(delivery.record.nodeID.rawValue), "runId": .string(delivery.run.id.rawValue),
            "profileId": .string(delivery.person.id.rawValue), "subject": .string(rendered.subject), "text": .string(rendered.text),
        ]
        if let html = rendered.html { data["html"] = .string(html) }
        if let offer = delivery.run.offer { data["offer"] = offer }
        let body: JSONValue = [
            "type": "journey.message", "timestamp": .string(delivery.record.createdAt.rfc3339), "data": .object(data),
        ]
        return Array(body.serialized.utf8)
    }

    private func data(_ delivery: Delivery) -> JSONObject {
        [
            "profile": delivery.person.renderData,
            "event": event(delivery),
            "offer": delivery.run.offer ?? .null,
            "context": .object([
                "journey_key": .string(delivery.journey.rawValue), "node_id": .string(delivery.record.nodeID.rawValue),
                "message_id": .string(delivery.record.id.rawValue), "unsubscribe_url": .string(unsubscribeURL(delivery)),
                "preferences_url": .string(preferences.url(of: delivery.person.id, at: delivery.record.createdAt)),
            ]),
        ]
    }

    private func event(_ delivery: Delivery) -> JSONValue {
        var members: JSONObject = ["properties": .object(delivery.run.trigger)]
        if let name = delivery.event { members["name"] = .string(name) }
        return .object(members)
    }

    private func unsubscribeURL(_ delivery: Delivery) -> String {
        links.url(
            UnsubscribeToken(
                profileID: delivery.person.id, purpose: delivery.message.purpose, channel: delivery.message.channel.consentChannel,
                messageID: delivery.record.id))
    }
}
