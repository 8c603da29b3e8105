import CommonModels
import DemoData
import NIOHTTP1

/// Sends the retailer's year as its five systems would: each with its own write key, in order, all at the same time.
struct DemoLoader: Sendable {
    /// Events of one request; Segment allows 500 KB.
    private static let batchSize = 500

    let api: DemoAPI
    let keys: [DemoSource: String]

    func load(_ year: DemoYear, progress: DemoProgress) async throws {
        let bySource = Dictionary(grouping: year.events, by: \.source)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (source, events) in bySource {
                group.addTask { try await send(events, key: keys[source] ?? "", progress: progress) }
            }
            try await group.waitForAll()
        }
    }

    private func send(_ events: [DemoEvent], key: String, progress: DemoProgress) async throws {
        for start in stride(from: 0, to: events.count, by: Self.batchSize) {
            let batch = events[start..<min(start + Self.batchSize, events.count)]
            _ = try await api.call(.POST, .profile, "/v1/batch", ["batch": .array(batch.map(\.json))], key: key)
            await progress.add(batch.count)
        }
    }
}
