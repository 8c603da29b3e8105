package import CommonModels

/// A page of a feed, decoded.
package struct FeedBatch: Sendable {
    /// The cursor the page was asked for with.
    package let after: Int64
    package let events: [CloudEvent]
    /// Of the events, strictly ascending.
    package let ids: [Int64]

    /// - Throws: ``FeedBatchError`` when the body is no feed page that follows `after`.
    package init(_ body: [UInt8], after: Int64) throws(FeedBatchError) {
        var limits = JSONLimits.stored
        limits.depthMax += 4
        guard let json = try? JSONValue(parsing: body, limits: limits), case .array(let elements) = json, !elements.isEmpty else {
            throw .notAPage
        }
        var events: [CloudEvent] = []
        var ids: [Int64] = []
        events.reserveCapacity(elements.count)
        ids.reserveCapacity(elements.count)
        var previous = after
        for element in elements {
            guard let event = CloudEvent(json: element), let id = Int64(event.id) else { throw .notAPage }
            guard id > previous else { throw .outOfOrder }
            events.append(event)
            ids.append(id)
            previous = id
        }
        self.after = after
        self.events = events
        self.ids = ids
    }

    package var last: Int64 { ids.last ?? after }

    /// What readers must know before they are told any of it.
    package var seen: FeedPositions {
        events.reduce(.none) { $1.seen.isEmpty || $1.seen == $0 ? $0 : $0.union($1.seen) }
    }
}
