import CommonModels
import Foundation
import Synchronization
import Testing

@testable import ImportKit

/// A server in memory: keeps each messageId once and fails when told to.
final class MemoryServer: BatchDelivery {
    struct Store {
        var events: [String: JSONValue] = [:]
        var requests = 0
        var largestBody = 0
    }

    let store = Mutex(Store())
    /// Decides the answer for the n-th request (from 1), after or instead of storing.
    private let plan: @Sendable (Int, [JSONValue]) -> (stores: Bool, answer: DeliveryAnswer)

    init(_ plan: @escaping @Sendable (Int, [JSONValue]) -> (stores: Bool, answer: DeliveryAnswer) = { _, _ in (true, .accepted) }) {
        self.plan = plan
    }

    func send(_ body: [UInt8]) async -> DeliveryAnswer {
        guard let events = (try? JSONValue(parsing: body))?["batch"]?.arrayValue else { return .refused("not JSON") }
        return store.withLock { store in
            store.requests += 1
            store.largestBody = max(store.largestBody, body.count)
            let (stores, answer) = plan(store.requests, events)
            if stores {
                for event in events where store.events[event["messageId"]?.stringValue ?? ""] == nil {
                    store.events[event["messageId"]?.stringValue ?? ""] = event
                }
            }
            return answer
        }
    }

    var events: [String: JSONValue] { store.withLock { $0.events } }
}

@Suite("Importing a file")
struct FileImportTests {
    /// A folder of its own with the data file in it.
    private func withFile(_ text: String, _ body: (FileImport.Paths) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "maru-import-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "orders.csv")
        try Data(text.utf8).write(to: file)
        try await body(FileImport.Paths(data: file.path))
    }

    private func job(_ paths: FileImport.Paths, inFlight: Int = 3) throws -> FileImport {
        try FileImport(mapping: Samples.ordersYAML, paths: paths, inFlight: inFlight)
    }

    @Test("every event arrives once and every bad row is written down with its reason")
    func whole() async throws {
        try await withFile(Samples.manyOrders(1_000)) { paths in
            let server = MemoryServer()
            let state = try await job(paths).run(delivery: server, pause: { _ in })
            #expect(server.events.count == 1_000)
            #expect(state.acknowledgedEvents == 1_000)
            #expect(state.isFinished)
            #expect(state.rejectedRows == 196)
            let rejects = try String(contentsOfFile: paths.rejects, encoding: .utf8)
            #expect(rejects.split(separator: "\n").count == 197)
            #expect(rejects.contains("'many' is not"))
            #expect(try await job(paths).run(delivery: MemoryServer(), pause: { _ in }) == state)
        }
    }

    @Test("killed after any batch, with answers lost, the next run completes without loss or change", arguments: 1...10)
    func resume(stop: Int) async throws {
        let text = Samples.manyOrders(1_000)
        try await withFile(text) { paths in
            let whole = MemoryServer()
            _ = try await job(FileImport.Paths(data: paths.data, state: paths.state + ".whole", rejects: paths.rejects + ".whole")).run(
                delivery: whole, pause: { _ in })
            // The server stores the stop-th request but its answer is lost, and nothing is reachable after it.
            let server = MemoryServer { number, _ in number < stop ? (true, .accepted) : (number == stop, .notAllowed("killed")) }
            await #expect(throws: ImportError.self) { try await job(paths).run(delivery: server, pause: { _ in }) }
            let again = MemoryServer()
            again.store.withLock { $0.events = server.events }
            let state = try await job(paths).run(delivery: again, pause: { _ in })
            #expect(again.events == whole.events)
            #expect(state.isFinished)
            #expect(state.rejectedRows == 196)
            let rejects = try String(contentsOfFile: paths.rejects, encoding: .utf8)
            #expect(try rejects == String(contentsOfFile: paths.rejects + ".whole", encoding: .utf8))
        }
    }

    @Test("a busy server is waited for, as long as it asks")
    func busy() async throws {
        try await withFile(Samples.manyOrders(300)) { paths in
            let waits = Mutex<[Duration]>([])
            let server = MemoryServer { number, _ in number % 2 == 1 ? (false, .retry(after: .seconds(7), "503")) : (true, .accepted) }
            _ = try await job(paths, inFlight: 1).run(delivery: server) { wait in waits.withLock { $0.append(wait) } }
            #expect(server.events.count == 300)
            #expect(waits.withLock { $0 } == [.seconds(7), .seconds(7), .seconds(7)])
        }
    }

    @Test("one event the server refuses is rejected alone; its neighbours arrive")
    func refusal() async throws {
        try await withFile(Samples.manyOrders(300)) { paths in
            let server = MemoryServer { _, events in
                events.contains { $0["messageId"] == "shop:123" } ? (false, .refused("event-not-acceptable")) : (true, .accepted)
            }
            let state = try await job(paths).run(delivery: server, pause: { _ in })
            #expect(server.events.count == 299)
            #expect(state.acknowledgedEvents == 299)
            #expect(try String(contentsOfFile: paths.rejects, encoding: .utf8).contains("event-not-acceptable"))
        }
    }

    @Test("a server that stays away ends the import with words about resuming")
    func away() async throws {
        try await withFile(Samples.manyOrders(10)) { paths in
            let server = MemoryServer { _, _ in (false, .retry(after: nil, "no connection")) }
            let error = await #expect(throws: ImportError.self) { try await job(paths).run(delivery: server, pause: { _ in }) }
            #expect(error?.description.contains("run the same command again") == true)
        }
    }

    @Test("a state file of another file or mapping is not continued")
    func otherState() async throws {
        try await withFile(Samples.manyOrders(10)) { paths in
            _ = try await job(paths).run(delivery: MemoryServer(), pause: { _ in })
            let other = try FileImport(mapping: Samples.ordersYAML + "\n# changed", paths: paths)
            await #expect(throws: ImportError.stateMismatch(path: paths.state, reason: "the mapping has changed")) {
                try await other.run(delivery: MemoryServer(), pause: { _ in })
            }
        }
    }

    @Test("a file exported again is not taken for the one before, however alike in size")
    func exportedAgain() async throws {
        let text = Samples.manyOrders(10)
        try await withFile(text) { paths in
            _ = try await job(paths).run(delivery: MemoryServer(), pause: { _ in })
            let middle = text.index(text.startIndex, offsetBy: text.count / 2)
            let found = text[middle...].firstIndex { $0.isNumber }
            let digit = try #require(found)
            var other = text
            other.replaceSubrange(digit...digit, with: text[digit] == "1" ? "2" : "1")
            try Data(other.utf8).write(to: URL(fileURLWithPath: paths.data))
            await #expect(throws: ImportError.stateMismatch(path: paths.state, reason: "the file has changed")) {
                try await job(paths).run(delivery: MemoryServer(), pause: { _ in })
            }
        }
    }

    @Test("a dry run sends nothing and leaves nothing behind")
    func dryRun() async throws {
        try await withFile(Samples.manyOrders(200)) { paths in
            let (progress, samples, rejects) = try job(paths).dryRun()
            #expect(progress.eventsAcknowledged == 200)
            #expect(samples.count == 3)
            #expect(rejects.count == 39)
            #expect(!FileManager.default.fileExists(atPath: paths.state))
            #expect(!FileManager.default.fileExists(atPath: paths.rejects))
        }
    }
}
