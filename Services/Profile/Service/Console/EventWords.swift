import CommonModels
import ConsoleKit

/// Events in the reader's words: what happened, to what, from where.
struct EventWords {
    private let screen: ConsoleScreen
    private let customer: CustomerWords

    init(_ screen: ConsoleScreen) {
        self.screen = screen
        customer = CustomerWords(screen)
    }

    func item(_ whole: CustomerEvent) -> TimelineItem {
        let event = screen.fields.event(whole)
        let parts = [title(of: event)] + details(of: event)
        var notes = [note(of: event)]
        if event.properties != whole.properties { notes.append(screen("profile.event.partlyMasked")) }
        return TimelineItem(
            at: event.time, title: parts.joined(separator: " · "), note: notes.joined(separator: " · "), color: color(of: event))
    }

    /// An event name in the reader's language when it is one of the usual ones: `Order Completed` → `order-completed`.
    func title(_ name: String) -> String {
        screen.words.optional("profile.event.\(name.lowercased().split(separator: " ").joined(separator: "-"))", fallback: name)
    }

    private func title(of event: CustomerEvent) -> String {
        switch event.type {
        case .track: title(event.name ?? "")
        case .identify, .page, .screen, .group, .alias: screen("profile.event.type.\(event.type.rawValue)")
        }
    }

    private func details(of event: CustomerEvent) -> [String] {
        let properties = event.properties
        func text(_ name: String) -> String? { properties[name]?.stringValue }
        var parts: [String] = []
        if event.type == .page || event.type == .screen, let name = event.name { parts.append(name) }
        if let amount = EventAmount.money(properties) { parts.append(screen.format.money(amount)) }
        if let products = properties["products"]?.arrayValue, let first = products.first?["name"]?.stringValue {
            let more = products.count - 1
            parts.append(more > 0 ? screen("profile.event.productAndMore", ["name": first, "n": "\(more)"]) : first)
        } else if event.type == .track, let name = text("offer_name") ?? text("offer_key") ?? text("name") ?? text("subject") {
            parts.append(name)
        }
        if let journey = text("journey_key") { parts.append(journey) }
        if let channel = text("channel").flatMap(Channel.init) { parts.append(customer.channel(channel)) }
        if let purpose = text("purpose").flatMap(Purpose.init(rawValue:)) { parts.append(customer.purpose(purpose)) }
        if let status = text("status").flatMap(ConsentStatus.init) { parts.append(screen("profile.consent.\(status.rawValue)")) }
        if let experiment = text("experiment_id") {
            parts.append([experiment, text("variation_id")].compactMap(\.self).joined(separator: ": "))
        }
        return parts
    }

    private func note(of event: CustomerEvent) -> String {
        var parts = [screen.words.optional("profile.source.\(event.source)", fallback: event.source)]
        if let reason = event.properties["reason"]?.stringValue {
            parts.append(screen("profile.event.reason", ["reason": screen.words.optional("journey.reason.\(reason)", fallback: reason)]))
        }
        if let order = event.properties["order_id"]?.stringValue { parts.append(screen("profile.event.order", ["id": order])) }
        if let placement = event.properties["placement"]?.stringValue {
            parts.append(screen("profile.event.placement", ["name": placement]))
        }
        if let decision = event.properties["decision_id"]?.stringValue {
            parts.append(screen("profile.event.decision", ["id": String(decision.prefix(16)) + "…"]))
        }
        if let path = event.properties["path"]?.stringValue { parts.append(path) }
        return parts.joined(separator: " · ")
    }

    private func color(of event: CustomerEvent) -> ChartColor {
        guard event.type == .track, let name = event.name else { return event.type == .identify ? .c5 : .c7 }
        let first = name.split(separator: " ").first ?? ""
        switch first {
        case "Order", "Checkout", "Cart": return .c1
        case "Offer": return .c2
        case "Message", "Email", "Push", "SMS": return .c3
        case "Support", "Call", "Complaint": return .c4
        case "Experiment", "Segment": return .c5
        case "Consent": return .c6
        default: return .c7
        }
    }
}
