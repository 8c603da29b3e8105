import CommonModels
import ConsoleKit

/// Masks the fields that hold data of some labels.
struct FieldMask {
    let book: PolicyBook
    let hidden: Set<DataLabel>

    func trait(_ view: TraitView, name: String) -> TraitView {
        guard hides(DataField(.trait, name)) else { return view }
        return TraitView(
            value: masked(view.value, name: name), at: view.at, source: view.source, kind: view.kind, confidence: view.confidence)
    }

    func identity(_ view: IdentityView) -> IdentityView {
        guard hides(DataField(.identity, view.namespace)) else { return view }
        return IdentityView(
            namespace: view.namespace, value: text(view.value, name: view.namespace), firstSeen: view.firstSeen, lastSeen: view.lastSeen)
    }

    /// Properties by their labels; traits in an identify call as traits; what the call's context says of a person goes.
    func event(_ event: CustomerEvent) -> CustomerEvent {
        var properties = event.properties
        for (name, value) in properties {
            let field =
                event.type == .identify ? DataField(.trait, name) : DataField(.event, "\(event.name ?? event.type.rawValue).\(name)")
            if hides(field) { properties[name] = masked(value, name: name) }
        }
        var context = event.context
        if hides(DataField(.trait, "email")) { for name in ["traits", "ip"] { context.removeValue(forKey: name) } }
        let hidesIDs = hides(DataField(.identity, "userId"))
        return CustomerEvent(
            id: event.id, messageId: event.messageId, profileId: event.profileId, type: event.type, name: event.name,
            userId: hidesIDs ? event.userId.map { text($0, name: "userId") } : event.userId,
            anonymousId: hidesIDs ? event.anonymousId.map { text($0, name: "anonymousId") } : event.anonymousId, time: event.time,
            receivedAt: event.receivedAt, source: event.source, properties: properties, context: context)
    }

    private func hides(_ field: DataField) -> Bool { !book.labels(of: field).isDisjoint(with: hidden) }

    private func masked(_ value: JSONValue, name: String) -> JSONValue {
        guard let text = value.stringValue else { return "***" }
        return .string(self.text(text, name: name))
    }

    /// The usual mask where it hides something, else stars.
    private func text(_ text: String, name: String) -> String {
        let masked = PersonalData.masked(text, name: name)
        return masked == text ? String(text.prefix(1)) + "***" : masked
    }
}
