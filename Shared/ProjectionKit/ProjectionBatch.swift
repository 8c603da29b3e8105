import CommonModels
import RuleKit
import StorageKit

/// Changes of a batch, gathered in memory and written with few statements.
struct ProjectionBatch {
    private(set) var changes = ProjectionChanges()
    private var aliases: ProjectionAliases
    private var eventRows: [[SQLValue]] = []
    private var profiles: [ProfileID: ProfilePatch] = [:]
    /// The last word of the batch on each membership.
    private var memberships: [MembershipKey: Instant?] = [:]

    private struct MembershipKey: Hashable {
        let profile: ProfileID
        let segment: SegmentID
    }

    init(aliases: ProjectionAliases) { self.aliases = aliases }

    mutating func record(_ event: CloudEvent) throws {
        guard let customerEvent = CustomerEvent(json: event.data) else { throw malformed(event) }
        let profile = aliases.living(customerEvent.profileId)
        changes.events.append(.init(profileID: profile, event: customerEvent))
        profiles[profile, default: ProfilePatch()].see(at: customerEvent.time)
        guard let name = customerEvent.projectedName else { return }
        changes.touched[profile, default: .init()].events.insert(name)
        eventRows.append([
            profile.sqlValue, .text(name), customerEvent.time.sqlValue, customerEvent.id.sqlValue, .text(customerEvent.type.rawValue),
            .text(JSONValue.object(customerEvent.projectedProperties).serialized),
        ])
    }

    mutating func change(_ event: CloudEvent) throws {
        guard let id = profileID(of: event) else { throw malformed(event) }
        let profile = aliases.living(id)
        var patch = profiles[profile] ?? ProfilePatch()
        var touch = changes.touched[profile] ?? .init()
        patch.see(at: event.time)
        for (name, view) in event.data["traits"]?.objectValue ?? [:] {
            patch.setTrait(name, view)
            touch.traits.insert(name)
        }
        for name in event.data["removedTraits"]?.arrayValue?.compactMap(\.stringValue) ?? [] {
            patch.removeTrait(name)
            touch.traits.insert(name)
        }
        for identity in event.data["removedIdentities"]?.arrayValue ?? [] {
            guard let namespace = identity["namespace"]?.stringValue, let value = identity["value"]?.stringValue else { continue }
            patch.removeIdentity(namespace, value)
        }
        patch.identities += event.data["identities"]?.arrayValue?.compactMap { IdentityView(json: $0) } ?? []
        for consent in event.data["consents"]?.arrayValue?.compactMap({ ConsentView(json: $0) }) ?? [] {
            patch.consents.append(consent)
            touch.consents.insert(.init(purpose: consent.purpose, channel: consent.channel))
        }
        profiles[profile] = patch
        changes.touched[profile] = touch
    }

    mutating func changePolicy(_ event: CloudEvent, in tx: any SQLTransaction) throws {
        guard let policy = ConsentPolicy(json: event.data) else { throw malformed(event) }
        if try ProjectionPolicy.save(policy, in: tx) { changes.isPolicyChanged = true }
    }

    mutating func changeRetention(_ event: CloudEvent, in tx: any SQLTransaction) throws {
        guard let version = event.data["version"]?.intValue, let rules = event.data["events"].flatMap({ EventRetention(json: $0) }) else {
            throw malformed(event)
        }
        try ProjectedRetention.store(version, rules, in: tx)
    }

    /// What a person's data may not be used for; of a case that changes nothing of it there is no word.
    mutating func restrict(_ event: CloudEvent) throws {
        guard let id = profileID(of: event) else { throw malformed(event) }
        guard let told = event.data["restriction"] else { return }
        guard let restriction = UseRestriction(json: told) else { throw malformed(event) }
        let profile = aliases.living(id)
        profiles[profile, default: ProfilePatch()].restriction = restriction
        changes.touched[profile, default: .init()].isRestrictionChanged = true
    }

    /// Segment says itself whom it means, so merged ids are not followed here.
    mutating func changeMembership(_ event: CloudEvent, isMember: Bool) throws {
        guard let profile = profileID(of: event), let segment = event.data["segmentId"]?.stringValue.flatMap({ SegmentID($0) }) else {
            throw malformed(event)
        }
        let at = event.data["at"]?.stringValue.flatMap { Instant(rfc3339: $0) } ?? event.time
        memberships[MembershipKey(profile: profile, segment: segment)] = .some(isMember ? at : nil)
        changes.memberships.append(.init(profileID: profile, segmentID: segment, isMember: isMember, at: at))
        changes.touched[profile, default: .init()].segments.insert(segment)
    }

    mutating func merge(_ event: CloudEvent, in tx: any SQLTransaction) throws {
        guard let id = profileID(of: event), let merged = event.data["mergedProfileId"]?.stringValue.flatMap({ ProfileID($0) }) else {
            throw malformed(event)
        }
        let survivor = aliases.living(id)
        guard survivor != merged else { return }
        try ProjectionMover.merge(merged, into: survivor, in: tx)
        aliases.merged(merged, into: survivor)
        changes.merges.append(.init(survivor: survivor, merged: merged))
        changes.touched[merged] = nil
        changes.touched[survivor, default: .init()].isMerge = true
    }

    /// The restored person's events leave the survivor; what either of them is now follows as changes.
    mutating func unmerge(_ event: CloudEvent, in tx: any SQLTransaction) throws {
        guard let survivor = profileID(of: event), let restoration = ProjectionRestoration(event.data) else { throw malformed(event) }
        try ProjectionMover.unmerge(restoration, from: survivor, in: tx)
        aliases.restored(restoration.family)
        let unmerge = ProjectionChanges.Unmerge(survivor: survivor, restored: restoration.restored)
        if !changes.unmerges.contains(unmerge) { changes.unmerges.append(unmerge) }
        for id in [survivor, restoration.restored] { changes.touched[id, default: .init()].isMerge = true }
    }

    mutating func erase(_ event: CloudEvent, in tx: any SQLTransaction) throws {
        guard let id = profileID(of: event) else { throw malformed(event) }
        try ProjectionMover.erase(id, in: tx)
        aliases.erased(id)
        changes.touched[id] = nil
        changes.events.removeAll { $0.profileID == id }
        changes.erased.append(id)
    }

    mutating func flush(in tx: any SQLTransaction) throws {
        try tx.insert(
            into: "projected_event", columns: ["profile_id", "name", "time", "event_id", "type", "properties"], rows: eventRows,
            onConflict: .ignore)
        eventRows.removeAll()
        for id in try ProjectionProfiles.apply(profiles, in: tx) { changes.touched[id, default: .init()].isNew = true }
        profiles.removeAll()
        let entered = memberships.compactMap { key, at in at.map { [key.profile.sqlValue, key.segment.sqlValue, $0.sqlValue] } }
        try tx.insert(
            into: "projected_membership", columns: ["profile_id", "segment_id", "entered_at"], rows: entered, onConflict: .ignore)
        try tx.executeMany(
            "DELETE FROM projected_membership WHERE profile_id = $1 AND segment_id = $2",
            memberships.compactMap { key, at in at == nil ? [key.profile.sqlValue, key.segment.sqlValue] : nil })
        memberships.removeAll()
    }

    private func profileID(of event: CloudEvent) -> ProfileID? { event.data["profileId"]?.stringValue.flatMap { ProfileID($0) } }
    private func malformed(_ event: CloudEvent) -> ProjectionError { .malformed(eventID: event.id, type: event.type) }
}
