import CommonModels
import Logging
import OrderedCollections
import ServiceClients
import ServiceLifecycle
import StorageKit

/// Carries facts from the outbox to Profile, in order, and forgets them once taken. A neighbour that is down delays them only.
struct FactSender: Service {
    static let batchMax = 100
    static let pause: Duration = .seconds(1)
    static let pauseMax: Duration = .seconds(60)

    let database: any Database
    let profile: ProfileClient
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown { await self.sendUntilCancelled() }
    }

    private func sendUntilCancelled() async {
        var delay = Self.pause
        while !Task.isCancelled {
            do {
                let sent = try await sendBatch()
                delay = Self.pause
                if sent == Self.batchMax { continue }
            } catch {
                delay = min(delay * 2, Self.pauseMax)
                logger.warning("Facts wait for Profile", metadata: ["error": .string(String(describing: type(of: error)))])
            }
            // Cancelled by shutdown: what is left goes next time.
            try? await Task.sleep(for: delay)
        }
    }

    /// - Returns: facts taken out of the outbox.
    func sendBatch() async throws -> Int {
        let waiting = try await database.read { tx in try FactOutbox.next(Self.batchMax, in: tx) }
        guard !waiting.isEmpty else { return 0 }
        try await post(waiting.compactMap(\.event))
        let nameless = waiting.count { $0.event == nil }
        if nameless > 0 {
            logger.error("Facts about people without user or anonymous id", metadata: ["count": .stringConvertible(nameless)])
        }
        try await database.write { tx in
            try tx.executeMany("DELETE FROM fact_outbox WHERE number = $1", waiting.map { [.integer($0.number)] })
        }
        return waiting.count
    }

    /// A fact that Profile refuses for good must not hold up those behind it: it is logged and left behind.
    private func post(_ events: [JSONValue]) async throws {
        do {
            try await profile.post(events)
        } catch ServiceCallError.refused(_, let status, _) where Self.isForGood(status) {
            guard events.count > 1 else {
                logger.error("Profile refused a fact", metadata: ["status": .stringConvertible(status)])
                return
            }
            for event in events { try await post([event]) }
        }
    }

    private static func isForGood(_ status: Int) -> Bool { [400, 413, 422].contains(status) }
}
