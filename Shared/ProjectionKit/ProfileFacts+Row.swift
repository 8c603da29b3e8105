import CommonModels
import StorageKit

extension ProfileFacts {
    static let columns = "profile_id, traits, identities, consents, first_seen, last_seen, restriction"

    init(_ row: SQLRow) throws {
        self.init(unknown: try row.id("profile_id"))
        traits = try row.json("traits").objectValue ?? [:]
        identities = try row.json("identities").arrayValue?.compactMap { IdentityView(json: $0) } ?? []
        consents = try row.json("consents").arrayValue?.compactMap { ConsentView(json: $0) } ?? []
        firstSeen = try row.instant("first_seen")
        lastSeen = try row.instant("last_seen")
        if try row.textOrNull("restriction") != nil {
            guard let stored = UseRestriction(json: try row.json("restriction")) else { throw StorageError.malformed("a restriction") }
            restriction = stored
        }
    }

    var values: [SQLValue] {
        [
            profileID.sqlValue, .text(JSONValue.object(traits).serialized), .text(JSONValue.array(identities.map(\.json)).serialized),
            .text(JSONValue.array(consents.map(\.json)).serialized), firstSeen.sqlValue, lastSeen.sqlValue,
            restriction.isNone ? .null : restriction.json.sqlValue,
        ]
    }
}

extension IdentityView {
    init?(json: JSONValue) {
        guard let namespace = json["namespace"]?.stringValue, let value = json["value"]?.stringValue,
            let firstSeen = json["firstSeen"]?.stringValue.flatMap({ Instant(rfc3339: $0) }),
            let lastSeen = json["lastSeen"]?.stringValue.flatMap({ Instant(rfc3339: $0) })
        else { return nil }
        self.init(namespace: namespace, value: value, firstSeen: firstSeen, lastSeen: lastSeen)
    }

    var json: JSONValue {
        [
            "namespace": .string(namespace), "value": .string(value), "firstSeen": .string(firstSeen.rfc3339),
            "lastSeen": .string(lastSeen.rfc3339),
        ]
    }
}

extension ConsentView {
    init?(json: JSONValue) {
        guard let purpose = json["purpose"]?.stringValue.flatMap({ Purpose(rawValue: $0) }),
            let channel = json["channel"]?.stringValue.flatMap({ Channel(rawValue: $0) }),
            let status = json["status"]?.stringValue.flatMap({ ConsentStatus(rawValue: $0) }),
            let at = json["at"]?.stringValue.flatMap({ Instant(rfc3339: $0) })
        else { return nil }
        self.init(
            purpose: purpose, channel: channel, status: status, at: at, source: json["source"]?.stringValue ?? "",
            expiresAt: json["expiresAt"]?.stringValue.flatMap { Instant(rfc3339: $0) })
    }

    var json: JSONValue {
        var members: JSONObject = [
            "purpose": .string(purpose.rawValue), "channel": .string(channel.rawValue), "status": .string(status.rawValue),
            "at": .string(at.rfc3339), "source": .string(source),
        ]
        if let expiresAt { members["expiresAt"] = .string(expiresAt.rfc3339) }
        return .object(members)
    }
}
