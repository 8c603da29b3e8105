package import CommonModels

/// What one call says of a group and of somebody's place in it.
package struct GroupWord: Hashable, Sendable {
    package static let kindDefault = "account"
    package static let kindLengthMax = WordShape.groupKind.lengthMax  // characters
    package static let roleLengthMax = 100  // characters

    package let groupId: String
    /// Nil when it speaks of the group alone.
    package let profileId: ProfileID?
    /// `account`, `household` or what else a company has; nil when the call does not say.
    package let kind: String?
    package let role: String?
    package let isLeaving: Bool
    package let traits: JSONObject
    package let at: Instant
    package let source: String
    package let reason: String?

    package init(
        groupId: String, profileId: ProfileID?, kind: String? = nil, role: String? = nil, isLeaving: Bool = false, traits: JSONObject = [:],
        at: Instant, source: String, reason: String? = nil
    ) {
        self.groupId = groupId
        self.profileId = profileId
        self.kind = kind.flatMap { WordShape.groupKind.holds($0) ? $0 : nil }
        self.role = role.flatMap { (1...Self.roleLengthMax).contains($0.count) ? $0 : nil }
        self.isLeaving = isLeaving
        self.traits = traits
        self.at = at
        self.source = source
        self.reason = reason
    }

    /// Reads a `group` call: its traits are the group's; `context.group` may hold `kind`, `role` and `left`.
    package init?(_ call: IncomingCall, of id: ProfileID, at time: Instant, source: String) {
        guard call.type == .group, let groupId = call.groupId else { return nil }
        let place = call.context.contains("\"group\"") ? (try? JSONValue(parsing: call.context))?["group"] : Optional.none
        let traits = (try? JSONValue(parsing: call.properties))?["traits"]?.objectValue ?? [:]
        self.init(
            groupId: groupId, profileId: id, kind: place?["kind"]?.stringValue, role: place?["role"]?.stringValue,
            isLeaving: place?["left"]?.boolValue ?? false, traits: traits, at: time, source: source)
    }
}

/// A person's place in a group. It stays when they leave, so that an older call which arrives late does not bring them back.
package struct GroupMembership: Hashable, Sendable {
    package var role: String?
    /// Since when without a break.
    package var since: Instant
    /// Of the latest word on it.
    package var at: Instant
    package var leftAt: Instant?
    package var source: String

    package init(role: String?, since: Instant, at: Instant, leftAt: Instant?, source: String) {
        self.role = role
        self.since = since
        self.at = at
        self.leftAt = leftAt
        self.source = source
    }

    package init(_ word: GroupWord) {
        self.init(role: word.role, since: word.at, at: word.at, leftAt: word.isLeaving ? word.at : nil, source: word.source)
    }

    package var isPresent: Bool { leftAt == nil }

    /// Of two words the later counts; a role stays until another is named.
    package mutating func take(_ word: GroupWord) {
        guard word.at >= at else {
            if isPresent, !word.isLeaving { since = min(since, word.at) }
            return
        }
        if !isPresent, !word.isLeaving { since = word.at }
        leftAt = word.isLeaving ? leftAt ?? word.at : nil
        (role, at, source) = (word.role ?? role, word.at, word.source)
    }

    /// The place of somebody who was two profiles.
    package func joined(with other: GroupMembership) -> GroupMembership {
        var joined = other.at > at ? other : self
        joined.role = joined.role ?? role ?? other.role
        if isPresent, other.isPresent { joined.since = min(since, other.since) }
        return joined
    }
}
