import CommonModels
import ProfileDomain

/// What one request hands to the writer.
struct IngestSubmission: Sendable {
    let source: String
    let receivedAt: Instant
    private(set) var events: [PreparedEvent] = []
    private(set) var rejected: [IngestRequest.Rejected]

    /// Prepares every call; those whose time or content cannot stand join the rejected ones.
    init(
        _ request: IngestRequest, source: String, receivedAt: Instant, limits: IngestLimits, rules: IdentityRules, ids: IDGenerator
    ) {
        self.source = source
        self.receivedAt = receivedAt
        rejected = request.rejected
        events.reserveCapacity(request.calls.count)
        for (index, call) in request.calls.enumerated() {
            do throws(IngestRejection) {
                events.append(try PreparedEvent(call, id: ids.next(), source: source, receivedAt: receivedAt, limits: limits, rules: rules))
            } catch {
                rejected.append(IngestRequest.Rejected(index: index, reason: error, payload: call.properties))
            }
        }
    }
}

/// What became of a request, once committed.
struct IngestOutcome: Hashable, Sendable {
    var accepted = 0
    /// Known by their `messageId`; already stored, so nothing is lost.
    var duplicates = 0
}
