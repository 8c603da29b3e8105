import CommonModels
import FeedKit
import Foundation
import NIOHTTP1
import StorageKit
import Synchronization
import TestFixtures
import Testing

@Suite("kill -9 of profile while it takes events", .serialized)
struct CrashTests {
    static let senders = 8
    static let batchSize = 20
    static let batchesBeforeKill = 60

    /// Message ids, and whether the service said it has them.
    final class Ledger: Sendable {
        private let state = Mutex<(sent: [String], acknowledged: [String])>(([], []))

        var sent: [String] { state.withLock { $0.sent } }
        var acknowledged: [String] { state.withLock { $0.acknowledged } }

        func send(_ ids: [String]) { state.withLock { $0.sent += ids } }
        /// - Returns: batches acknowledged so far.
        func acknowledge(_ ids: [String]) -> Int {
            state.withLock { state in
                state.acknowledged += ids
                return state.acknowledged.count / CrashTests.batchSize
            }
        }
    }

    @Test(
        "after a restart every acknowledged event is there once, and sending all again adds only what was lost",
        arguments: TestEngine.available)
    func crash(engine: TestEngine) async throws {
        try await TestFolder.with { folder in
            try await engine.withDatabaseURL { url in
                let profile = try ServiceProcess(.profile, folder: folder, database: url)
                let ledger = Ledger()
                try await profile.whileRunning { try await Self.sendUntilKill(profile, ledger) }
                let acknowledged = ledger.acknowledged
                #expect(acknowledged.count >= Self.batchesBeforeKill * Self.batchSize)
                try await profile.whileRunning {
                    let stored = try await Self.messageIDs(profile)
                    #expect(Set(stored).count == stored.count)
                    #expect(Set(acknowledged).subtracting(stored).isEmpty)
                    let sent = ledger.sent
                    for start in stride(from: 0, to: sent.count, by: Self.batchSize) {
                        let answer = try await profile.send(
                            .POST, "/v1/batch", key: profile.keys.write, body: Self.body(Array(sent[start..<start + Self.batchSize])))
                        #expect(answer.status == 200)
                    }
                    let all = try await Self.messageIDs(profile)
                    #expect(all.sorted() == sent.sorted())
                }
            }
        }
    }

    /// Sends from many sides; returns, while sends are under way, as soon as enough was acknowledged.
    private static func sendUntilKill(_ profile: ServiceProcess, _ ledger: Ledger) async throws {
        await withTaskGroup(of: Void.self) { group in
            for sender in 0..<senders {
                group.addTask {
                    for batch in 0..<10_000 {
                        let ids = (0..<batchSize).map { "m-\(sender)-\(batch)-\($0)" }
                        ledger.send(ids)
                        let answer = try? await profile.send(.POST, "/v1/batch", key: profile.keys.write, body: body(ids))
                        guard answer?.status == 200 else { return }
                        if ledger.acknowledge(ids) >= batchesBeforeKill { return }
                    }
                }
            }
            await group.next()
            group.cancelAll()
        }
    }

    private static func body(_ ids: [String]) -> String {
        let items = ids.map { id in
            #"{"type":"track","event":"Visit","messageId":"\#(id)","userId":"u\#(id.utf8.reduce(0) { $0 + Int($1) } % 40)","properties":{"n":1}}"#
        }
        return "{\"batch\":[\(items.joined(separator: ","))]}"
    }

    /// Of every customer event in the feed.
    private static func messageIDs(_ profile: ServiceProcess) async throws -> [String] {
        var ids: [String] = []
        var position: Int64 = 0
        while true {
            let answer = try await profile.send(.GET, "/v1/feed?limit=2000&lastEventId=\(position)", key: profile.keys.admin)
            guard answer.body.count > 2 else { return ids }
            let batch = try FeedBatch(answer.body, after: position)
            ids += batch.events.filter { $0.type == FeedEventType.customerEvent }.compactMap { $0.data["messageId"]?.stringValue }
            position = batch.last
        }
    }
}
