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
        CustomerEvent(
            id: event.id, messageId: event.messageId, profileId: event.profileId, type: event.type, name: event.name,
            userId: event.userId.map { id($0, name: "userId") }, anonymousId: event.anonymousId.map { id($0, name: "anonymousId") },
            time: event.time, receivedAt: event.receivedAt, source: event.source,
            properties: properties(event.properties, type: event.type, name: event.name), context: context(event.context))
    }

    func properties(_ properties: JSONObject, type: CustomerEventType, name: String?) -> JSONObject {
        properties.reduce(into: JSONObject()) { shown, property in
            let field =
                type == .identify ? DataField(.trait, property.key) : DataField(.event, "\(name ?? type.rawValue).\(property.key)")
            shown[property.key] = hides(field) ? masked(property.value, name: property.key) : property.value
        }
    }

    func context(_ context: JSONObject) -> JSONObject {
        hides(DataField(.trait, "email")) ? context.filter { !["traits", "ip"].contains($0.key) } : context
    }

    /// An id of a call, e.g. `userId`.
    func id(_ text: String, name: String) -> String { hides(DataField(.identity, "userId")) ? self.text(text, name: name) : text }

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
