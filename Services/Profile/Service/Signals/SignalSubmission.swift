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
    /// It came with a write key, which stands in pages and apps for everybody to read.
    let isPublic: Bool
    let receivedAt: Instant
    private(set) var items: [Item] = []
    private(set) var refused: [Refused] = []

    /// What it takes while it waits for the writer.
    var bytes: Int { items.reduce(0) { $0 + $1.signal.bytes } }

    init(_ bodies: [JSONValue], source: String, isPublic: Bool = false, receivedAt: Instant, ids: IDGenerator) {
        self.source = source
        self.isPublic = isPublic
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
