package import CommonModels
package import FeedKit
package import Hummingbird
package import ServiceClients
package import ServiceKit
package import StorageKit

/// A service's part in subject rights, the same in all six: it says what it holds of a person, does what the feed asks in
/// the transaction that reads it, and confirms to Profile with counts.
package struct SubjectDesk: Sendable {
    package static let migrations = SubjectSchema.migrations

    package let records: SubjectRecords
    private let frame: ServiceFrame
    private let signal: ConfirmationSignal
    private let sender: ConfirmationSender

    /// - Parameter holdings: every table with rows about people.
    package init(frame: ServiceFrame, feed: Feed, http: ServiceHTTP, holdings: [SubjectHolding]) {
        let profile = ProfileClient(http: http)
        self.init(frame: frame, feed: feed, holdings: holdings) { try await profile.confirm($1, of: $0) }
    }

    package init(frame: ServiceFrame, feed: Feed, holdings: [SubjectHolding], deliver: @escaping ConfirmationSender.Deliver) {
        let signal = ConfirmationSignal()
        self.frame = frame
        self.signal = signal
        records = SubjectRecords(holdings)
        sender = ConfirmationSender(frame: frame, feed: feed, signal: signal, deliver: deliver)
    }

    /// Wraps what applies a feed: events about erased people are passed over; at an order, what came before it is applied
    /// first, then the order itself, and the confirmation is written with it.
    package func applying(_ apply: @escaping FeedConsumer.Apply) -> FeedConsumer.Apply {
        { events, tx in
            var erased = try ErasedSubjects.load(naming: events, in: tx)
            var ordinary: [CloudEvent] = []
            for event in events {
                if event.type == FeedEventType.governanceBook { try PolicyShelf.store(event, in: tx) }
                guard let order = SubjectOrder(event) else {
                    if !erased.names(event) { ordinary.append(event) }
                    continue
                }
                if !ordinary.isEmpty { try apply(ordinary, tx) }
                ordinary = []
                if order.action == .erase { try erased.insert(order, at: frame.clock.now(), in: tx) }
                try carryOut(order, in: tx) { try apply([event], tx) }
            }
            if !ordinary.isEmpty { try apply(ordinary, tx) }
        }
    }

    /// Carries out an order in the caller's transaction and writes the confirmation.
    /// - Parameter more: what the caller did beside the service's holdings, where no profile's id leads.
    /// - Returns: the counts confirmed.
    @discardableResult
    package func carryOut(
        _ order: SubjectOrder, counting more: [SubjectCount] = [], in tx: any SQLTransaction, _ change: () throws -> Void
    ) throws -> SubjectConfirmation {
        let found = try records.counts(of: order.ids, in: tx) + more
        try change()
        var left = 0
        if order.action == .erase {
            // Whatever the service's own rules do not reach, e.g. rows under an id merged long ago.
            try records.remove(order.ids, in: tx)
            left = try records.counts(of: order.ids, in: tx).filter { $0.fate != .kept }.reduce(0) { $0 + $1.rows }
        }
        let counts = order.action == .erase ? found : found.map { SubjectCount(name: $0.name, rows: $0.rows, fate: .kept) }
        let confirmation = SubjectConfirmation(action: order.action, appliedAt: frame.clock.now(), counts: counts, left: left)
        guard let caseID = order.caseID else { return confirmation }
        try ConfirmationOutbox.add(confirmation, for: order, of: caseID, in: tx)
        let signal = self.signal
        tx.afterCommit { signal.wake() }
        return confirmation
    }

    /// `GET /v1/subjects/{profileId}` and `…/{section}`, scope `privacy:manage`.
    package func addRoutes(to router: Router<ServiceContext>) {
        SubjectRoutes(records: records, database: frame.database).add(to: router)
    }

    /// Sends confirmations. Starts before what reads feeds.
    package var background: ConfirmationSender { sender }
}
