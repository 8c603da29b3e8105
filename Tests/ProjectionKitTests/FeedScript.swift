import CommonModels
import ProjectionKit
import StorageKit

/// Writes feed events as the services publish them.
struct FeedScript {
    private let ids = IDGenerator.sequential()
    private var number = 0

    mutating func profile() -> ProfileID { ids.next() }
    mutating func segment() -> SegmentID { ids.next() }

    static func instant(_ second: Int) -> Instant { Instant(secondsSince1970: 1_000_000 + Int64(second)) }

    mutating func happened(
        _ name: String, to profile: ProfileID, at second: Int, properties: JSONObject = [:], type: CustomerEventType = .track
    ) -> CloudEvent {
        let event = CustomerEvent(
            id: ids.next(), messageId: "m\(number)", profileId: profile, type: type, name: name, userId: nil, anonymousId: nil,
            time: Self.instant(second), receivedAt: Self.instant(second), source: "web", properties: properties, context: [:])
        return feedEvent(FeedEventType.customerEvent, profile, at: second, event.json)
    }

    mutating func changed(
        _ profile: ProfileID, at second: Int, traits: [String: JSONValue] = [:], removed: [String] = [], email: String? = nil,
        marketing status: ConsentStatus? = nil
    ) -> CloudEvent {
        let at = JSONValue.string(Self.instant(second).rfc3339)
        var data: JSONObject = ["profileId": .string(profile.rawValue)]
        data["traits"] = .object(
            JSONObject(uniqueKeysWithValues: traits.sorted { $0.key < $1.key }.map { ($0, ["value": $1, "at": at, "source": "web"]) }))
        data["removedTraits"] = .array(removed.map { .string($0) })
        data["identities"] = .array(email.map { [["namespace": "email", "value": .string($0), "firstSeen": at, "lastSeen": at]] } ?? [])
        data["consents"] = .array(
            status.map { [["purpose": "marketing", "channel": "email", "status": .string($0.rawValue), "at": at, "source": "web"]] } ?? [])
        return feedEvent(FeedEventType.profileChanged, profile, at: second, .object(data))
    }

    mutating func merged(_ merged: ProfileID, into survivor: ProfileID, at second: Int) -> CloudEvent {
        let data: JSONValue = [
            "profileId": .string(survivor.rawValue), "mergedProfileId": .string(merged.rawValue), "reason": "sharedIdentity",
        ]
        return feedEvent(FeedEventType.profileMerged, survivor, at: second, data)
    }

    /// An un-merge, over as many events as `chunk` makes of its event ids.
    mutating func unmerged(
        _ restored: ProfileID, _ others: [ProfileID] = [], from survivor: ProfileID, events: [String], chunk: Int = 2, at second: Int
    ) -> [CloudEvent] {
        stride(from: 0, to: max(1, events.count), by: chunk).map { start in
            let data: JSONValue = [
                "profileId": .string(survivor.rawValue), "restoredProfileId": .string(restored.rawValue),
                "restoredIds": .array(([restored] + others).map { .string($0.rawValue) }),
                "eventIds": .array(events[start..<min(start + chunk, events.count)].map { .string($0) }),
                "isLast": .bool(start + chunk >= events.count),
                "restriction": UseRestriction(isRestricted: false, objections: [.marketing]).json,
                "survivorRestriction": UseRestriction.none.json,
                "seen": ["first": .string(Self.instant(1).rfc3339), "last": .string(Self.instant(5).rfc3339)],
            ]
            return feedEvent(FeedEventType.profileUnmerged, survivor, at: second, data)
        }
    }

    mutating func lost(_ profile: ProfileID, email: String, at second: Int) -> CloudEvent {
        feedEvent(
            FeedEventType.profileChanged, profile, at: second,
            ["profileId": .string(profile.rawValue), "removedIdentities": [["namespace": "email", "value": .string(email)]]])
    }

    mutating func erased(_ profile: ProfileID, at second: Int) -> CloudEvent {
        feedEvent(FeedEventType.profileErased, profile, at: second, ["profileId": .string(profile.rawValue)])
    }

    mutating func membership(_ profile: ProfileID, _ segment: SegmentID, isMember: Bool, at second: Int) -> CloudEvent {
        let data: JSONValue = [
            "segmentId": .string(segment.rawValue), "profileId": .string(profile.rawValue), "at": .string(Self.instant(second).rfc3339),
            "reason": "event", "version": 1,
        ]
        return feedEvent(isMember ? FeedEventType.segmentEntered : FeedEventType.segmentLeft, profile, at: second, data)
    }

    private mutating func feedEvent(_ type: String, _ profile: ProfileID, at second: Int, _ data: JSONValue) -> CloudEvent {
        number += 1
        return CloudEvent(
            id: String(number), type: type, source: "/profile", time: Self.instant(second), subject: profile.rawValue, data: data)
    }
}

extension Database {
    /// Applies a batch as a consumer does.
    @discardableResult
    func project(_ events: [CloudEvent]) async throws -> ProjectionChanges {
        try await write { try ProjectionApplier().apply(events, in: $0) }
    }

    func facts(_ id: ProfileID, _ scope: ProjectionReader.Scope = .everything) async throws -> ProfileFacts {
        try await read { try ProjectionReader().facts(for: id, scope, in: $0) }
    }

    /// Every row of the projection in words, to compare two of them.
    func projectionDump() async throws -> [String] {
        try await read { transaction in
            var lines: [String] = []
            try transaction.forEachRow("SELECT * FROM projected_profile ORDER BY profile_id") { row in
                let traits = try row.json("traits").objectValue?.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.serialized)" } ?? []
                let identities = try row.json("identities").arrayValue?.map(\.serialized).sorted() ?? []
                lines.append(
                    "\(try row.text("profile_id")) \(traits) \(identities) \(try row.text("consents")) \(try row.integer("first_seen")) \(try row.integer("last_seen"))"
                )
            }
            try transaction.forEachRow("SELECT * FROM projected_event ORDER BY profile_id, name, time, event_id") { row in
                lines.append("\(try row.text("profile_id")) \(try row.text("name")) \(try row.integer("time")) \(try row.text("event_id"))")
            }
            for table in ["projected_alias", "projected_membership"] {
                let second = table == "projected_alias" ? "survivor_id" : "segment_id"
                try transaction.forEachRow("SELECT profile_id, \(second) AS other FROM \(table) ORDER BY profile_id, \(second)") { row in
                    lines.append("\(table) \(try row.text("profile_id")) \(try row.text("other"))")
                }
            }
            return lines
        }
    }
}
