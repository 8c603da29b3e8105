package import CommonModels
package import RuleKit

/// What a batch of feed events changed in the projection.
package struct ProjectionChanges: Sendable {
    /// What happened to one living person; their rules may come out differently now.
    package struct Touch: Hashable, Sendable {
        /// Names of traits that were set or removed.
        package var traits: Set<String> = []
        /// Names of events that were recorded.
        package var events: Set<String> = []
        package var consents: Set<RuleReferences.Consent> = []
        package var segments: Set<SegmentID> = []
        /// The person was not known before.
        package var isNew = false
        /// What their data may be used for is another than before.
        package var isRestrictionChanged = false
        /// Another person's history became theirs: anything may have changed.
        package var isMerge = false

        package init() {}
    }

    package struct Merge: Hashable, Sendable {
        package let survivor: ProfileID
        package let merged: ProfileID
    }

    /// An event and the person it belongs to now, which is not the one it names when that one was merged away.
    package struct RecordedEvent: Hashable, Sendable {
        package let profileID: ProfileID
        package let event: CustomerEvent
    }

    package struct MembershipChange: Hashable, Sendable {
        package let profileID: ProfileID
        package let segmentID: SegmentID
        package let isMember: Bool
        package let at: Instant
    }

    /// By the living person's id.
    package internal(set) var touched: [ProfileID: Touch] = [:]
    /// Every customer event of the batch, of all types, in feed order.
    package internal(set) var events: [RecordedEvent] = []
    package internal(set) var merges: [Merge] = []
    package internal(set) var erased: [ProfileID] = []
    /// In feed order.
    package internal(set) var memberships: [MembershipChange] = []

    /// Regional defaults of consent changed: of anybody never asked, what counts may be another now.
    package internal(set) var isPolicyChanged = false

    package init() {}

    package var isEmpty: Bool {
        touched.isEmpty && merges.isEmpty && erased.isEmpty && memberships.isEmpty && events.isEmpty && !isPolicyChanged
    }
}
