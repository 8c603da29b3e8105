import CommonModels
import NIOCore
import ProfileDomain

/// What one request hands to the writer.
struct IngestSubmission: Sendable {
    let source: String
    let receivedAt: Instant
    /// Of the request's body, decompressed.
    let bytes: Int
    let sender: IngestSender
    /// What is saved with its events; nil for requests.
    var companion: IngestCompanion?
    private(set) var events: [PreparedEvent] = []
    private(set) var rejected: [IngestRequest.Rejected]
    let batchContext: JSONObject?
    let batchSentAt: Instant?
    /// Its events waited in quarantine and are taken now, by this clock.
    let replayedAt: Instant?
    /// What the events were read from, shared and not copied, and where each stands in it.
    private let body: ByteBuffer
    private var places: [(index: Int, range: Range<Int>)] = []

    /// An event as it was sent.
    struct Sent {
        /// Place in the batch, from 0.
        let index: Int
        let payload: String
    }

    /// Prepares every call; those whose time or content cannot stand join the rejected ones.
    ///
    /// - Parameter body: what `request` was read from.
    init(
        _ request: IngestRequest, of body: ByteBuffer, source: String, receivedAt: Instant, limits: IngestLimits, rules: IdentityRules,
        ids: IDGenerator, plan: TraitPlan = .empty, tracking: TrackingPlan = .empty, sender: IngestSender = .server
    ) {
        self.source = source
        self.sender = sender
        self.receivedAt = receivedAt
        bytes = body.readableBytes
        rejected = request.rejected
        batchContext = request.batchContext
        batchSentAt = request.batchSentAt
        replayedAt = nil
        self.body = body
        events.reserveCapacity(request.items.count)
        places.reserveCapacity(request.items.count)
        for item in request.items {
            do throws(IngestRejection) {
                events.append(
                    try PreparedEvent(
                        item.call, id: ids.next(), source: source, receivedAt: receivedAt, limits: limits, rules: rules, plan: plan,
                        tracking: tracking, isOwn: sender.isOwn))
                places.append((item.index, item.range))
            } catch {
                let sent = body.readableBytesView.dropFirst(item.range.lowerBound).prefix(item.range.count)
                rejected.append(IngestRequest.Rejected(index: item.index, reason: error, bytes: sent))
            }
        }
        rejected.sort { $0.index < $1.index }
    }

    /// Events that waited in quarantine, taken as they would have been when they came.
    init(replaying events: [PreparedEvent], source: String, receivedAt: Instant, sender: IngestSender, at now: Instant) {
        self.source = source
        self.receivedAt = receivedAt
        self.sender = sender
        self.events = events
        replayedAt = now
        bytes = 0
        rejected = []
        batchContext = nil
        batchSentAt = nil
        body = ByteBuffer()
    }

    var isReplay: Bool { replayedAt != nil }

    /// The event at a position among ``events``, as it was sent.
    func sent(at position: Int) -> Sent {
        guard places.indices.contains(position) else { return Sent(index: position, payload: "") }
        let (index, range) = places[position]
        let bytes = body.readableBytesView.dropFirst(range.lowerBound).prefix(range.count)
        return Sent(index: index, payload: String(decoding: bytes, as: UTF8.self))
    }
}

/// What became of a request, once committed.
struct IngestOutcome: Hashable, Sendable {
    var accepted = 0
    /// Known by their `messageId`; already stored, so nothing is lost.
    var duplicates = 0
    /// Named somebody who was erased; nothing of them is stored.
    var erased = 0
    /// Wait in quarantine, whole.
    var quarantined = 0
    /// Taken although they do not fit the tracking plan.
    var violating = 0
    /// Refused by the tracking plan.
    var refused: [Refused] = []

    /// An event and why it was refused.
    struct Refused: Hashable, Sendable {
        /// Place in the batch, from 0.
        let index: Int
        let reason: IngestRejection
    }
}
