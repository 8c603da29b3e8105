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

    /// Prepares every call; those whose time or content cannot stand join the rejected ones.
    ///
    /// - Parameter body: what `request` was read from.
    init(
        _ request: IngestRequest, of body: ByteBuffer, source: String, receivedAt: Instant, limits: IngestLimits, rules: IdentityRules,
        ids: IDGenerator, plan: TraitPlan = .empty, sender: IngestSender = .server
    ) {
        self.source = source
        self.sender = sender
        self.receivedAt = receivedAt
        bytes = body.readableBytes
        rejected = request.rejected
        events.reserveCapacity(request.items.count)
        for item in request.items {
            do throws(IngestRejection) {
                events.append(
                    try PreparedEvent(
                        item.call, id: ids.next(), source: source, receivedAt: receivedAt, limits: limits, rules: rules, plan: plan))
            } catch {
                let sent = body.readableBytesView.dropFirst(item.range.lowerBound).prefix(item.range.count)
                rejected.append(IngestRequest.Rejected(index: item.index, reason: error, bytes: sent))
            }
        }
        rejected.sort { $0.index < $1.index }
    }
}

/// What became of a request, once committed.
struct IngestOutcome: Hashable, Sendable {
    var accepted = 0
    /// Known by their `messageId`; already stored, so nothing is lost.
    var duplicates = 0
    /// Named somebody who was erased; nothing of them is stored.
    var erased = 0
}
