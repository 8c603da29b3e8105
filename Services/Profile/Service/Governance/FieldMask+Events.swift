import CommonModels
import ConsoleKit

extension FieldMask {
    /// What tells in an event's context whose call it was.
    private static let identifying = ["ip", "externalIds", "userAgent"]

    /// An event: properties by their labels, traits of `identify` and `group` as traits, the ids it names as identities, and of
    /// the context whatever tells who it was.
    func event(_ event: CustomerEvent) -> CustomerEvent {
        if readsEverything { return event }
        return CustomerEvent(
            id: event.id, messageId: event.messageId, profileId: event.profileId, type: event.type, name: event.name,
            userId: event.userId.map { identity($0, of: "userId") }, anonymousId: event.anonymousId.map { identity($0, of: "anonymousId") },
            time: event.time, receivedAt: event.receivedAt, source: event.source,
            properties: properties(event.properties, type: event.type, name: event.name),
            context: context(event.context, of: event.name ?? event.type.rawValue))
    }

    func properties(_ properties: JSONObject, type: CustomerEventType, name: String?) -> JSONObject {
        switch type {
        case .identify: object(properties, .trait)
        case .group: groupTraits(properties)
        case .track, .page, .screen, .alias: object(properties, .event, below: name ?? type.rawValue)
        }
    }

    private func groupTraits(_ traits: JSONObject) -> JSONObject {
        var shown = traits
        for (name, value) in traits { shown[name] = self.value(value, DataField(.trait, GroupDirectory.fieldName(name))) }
        return shown
    }

    func context(_ context: JSONObject, of name: String) -> JSONObject {
        var shown: JSONObject = [:]
        for (member, value) in context {
            switch member {
            case "traits": shown[member] = .object(object(value.objectValue ?? [:], .trait))
            case "device":
                var device = value.objectValue ?? [:]
                if let id = device["id"] { device["id"] = self.value(id, DataField(.identity, "deviceId")) }
                shown[member] = .object(device)
            case _ where Self.identifying.contains(member): shown[member] = self.value(value, DataField(.identity, member))
            case _: shown[member] = self.value(value, DataField(.event, "\(name).context.\(member)"))
            }
        }
        return shown
    }
}
