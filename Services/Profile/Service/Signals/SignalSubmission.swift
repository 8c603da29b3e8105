import CommonModels
import ProfileDomain

/// What one request hands to the writer of signals.
struct SignalSubmission: Sendable {
    struct Item: Sendable {
        /// Place in the batch, from 0.
        let index: Int
        let id: SignalID
        let signal: IncomingSignal
    }

    struct Refused: Sendable {
        let index: Int
        let reason: SignalRefusal
    }

    let source: String
    let receivedAt: Instant
    private(set) var items: [Item] = []
    private(set) var refused: [Refused] = []

    init(_ bodies: [JSONValue], source: String, receivedAt: Instant, ids: IDGenerator) {
        self.source = source
        self.receivedAt = receivedAt
        for (index, body) in bodies.enumerated() {
            do throws(SignalRefusal) {
                items.append(Item(index: index, id: ids.next(), signal: try IncomingSignal(json: body, receivedAt: receivedAt)))
            } catch {
                refused.append(Refused(index: index, reason: error))
            }
        }
    }
}
