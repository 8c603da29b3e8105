package import CommonModels
package import StorageKit

/// Brings the projection up to date with a batch of feed events, in the consumer's transaction.
///
/// Applying a batch again changes nothing. Merges move a person's rows to the survivor, later events that still name
/// the merged id follow; un-merges give events back to the restored person; erasures remove every row.
package struct ProjectionApplier: Sendable {
    package init() {}

    /// Understands Profile's and Segment's feeds and passes over types it does not know.
    /// - Throws: `StorageError`; ``ProjectionError/malformed(eventID:type:)`` for an event of ours that lacks its members.
    package func apply(_ events: [CloudEvent], in tx: any SQLTransaction) throws -> ProjectionChanges {
        var batch = ProjectionBatch(aliases: try ProjectionAliases.load(named: subjects(of: events), in: tx))
        for event in events {
            switch event.type {
            case FeedEventType.customerEvent: try batch.record(event)
            case FeedEventType.profileChanged: try batch.change(event)
            case FeedEventType.consentPolicy: try batch.changePolicy(event, in: tx)
            case FeedEventType.eventRetention: try batch.changeRetention(event, in: tx)
            case FeedEventType.profileMerged:
                try batch.flush(in: tx)
                try batch.merge(event, in: tx)
            case FeedEventType.profileUnmerged:
                try batch.flush(in: tx)
                try batch.unmerge(event, in: tx)
            case FeedEventType.profileErased:
                try batch.flush(in: tx)
                try batch.erase(event, in: tx)
            case FeedEventType.profileRights: try batch.restrict(event)
            case FeedEventType.segmentEntered: try batch.changeMembership(event, isMember: true)
            case FeedEventType.segmentLeft: try batch.changeMembership(event, isMember: false)
            default: break
            }
        }
        try batch.flush(in: tx)
        return batch.changes
    }

    private func subjects(of events: [CloudEvent]) -> Set<String> {
        Set(events.lazy.compactMap { $0.data["profileId"]?.stringValue })
    }
}

/// A feed event that cannot be projected.
package enum ProjectionError: Error, Hashable, Sendable {
    case malformed(eventID: String, type: String)
}
