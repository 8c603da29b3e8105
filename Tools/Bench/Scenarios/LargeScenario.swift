import CommonModels
import Foundation

/// Many people with a history: how fast the last events of millions are taken beside the first, and how fast one person is
/// read among all. Takes a while, so it runs only when it is named.
enum LargeScenario {
    private static let connections = 16

    static func run(people: Int, events: Int) async throws -> [BenchRow] {
        let stack = try await BenchStack.start([.profile])
        defer { stack.stop() }
        let batches = PeopleBatches(people: people)
        let total = events / PeopleBatches.size
        let edge = min(100_000, events / 4) / PeopleBatches.size
        let first = try await load(stack, batches, 0..<edge)
        let middle = try await load(stack, batches, edge..<total - edge)
        let last = try await load(stack, batches, total - edge..<total)
        let memory = stack.residentMB(.profile)
        let rest = try await settle(stack)
        let scale = "\(people) people, \(events) events"
        return [
            BenchRow("load: the first \(edge * PeopleBatches.size) events", throughput: first, unit: "events/s"),
            BenchRow("load: those between", throughput: middle, unit: "events/s", rssMB: memory),
            BenchRow(
                "load: the last \(edge * PeopleBatches.size) of \(scale)", throughput: last, unit: "events/s", reference: first,
                rssMB: memory, goal: "≥ 0.75, ≤ 600 MB"),
            BenchRow("load: until the places in timelines are merged and the log is in the file", throughput: rest, unit: "s"),
        ] + (try await reads(stack, people: people, scale: scale))
    }

    /// Sends bodies over a few connections, each the next when the last is acknowledged.
    /// - Returns: events per second.
    private static func load(_ stack: BenchStack, _ batches: PeopleBatches, _ serials: Range<Int>) async throws -> Double {
        guard !serials.isEmpty else { return 0 }
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for connection in 0..<connections {
                let numbers = stride(from: serials.lowerBound + connection, to: serials.upperBound, by: connections)
                group.addTask {
                    let api = BenchAPI(key: stack.key)
                    for serial in numbers { try await api.post(.profile, "/v1/batch", bytes: batches.body(serial)) }
                }
            }
            try await group.waitForAll()
        }
        return Double(serials.count * PeopleBatches.size) / (Double((ContinuousClock.now - start).nanoseconds) / 1e9)
    }

    /// Waits until Profile has done in the background what the load left: reads are of what was loaded, not of the loading.
    /// - Returns: seconds.
    private static func settle(_ stack: BenchStack) async throws -> Double {
        let (calm, longest) = (0.05, Duration.seconds(900))
        let start = ContinuousClock.now
        while ContinuousClock.now - start < longest {
            let before = stack.processorSeconds
            try await Task.sleep(for: .seconds(2))
            if (stack.processorSeconds - before) / 2 < calm { break }
        }
        return Double((ContinuousClock.now - start).nanoseconds) / 1e9
    }

    private static func reads(_ stack: BenchStack, people: Int, scale: String) async throws -> [BenchRow] {
        let api = BenchAPI(key: stack.key)
        var ids: [String] = []
        for number in 0..<2_000 {
            let user = PeopleBatches.userID(number * 7_919 % people)
            let found = try await api.call("GET", .profile, "/v1/profiles?identity=userId:\(user)").json["items"]?.arrayValue?.first
            if let id = found?["id"]?.stringValue { ids.append(id) }
        }
        guard !ids.isEmpty else { throw LoadGenerator.Failed(description: "nobody was found") }
        let known = ids
        func rate(_ path: @escaping @Sendable (Int) -> String) async throws -> LoadResult {
            var plan = LoadPlan(port: BenchStack.port(.profile)) { connection, number in
                HTTPText.get(path(connection * 131 + number), bearer: stack.key)
            }
            plan.connections = 4
            plan.rate = 400
            return try await LoadGenerator.run(plan)
        }
        let resolve = try await rate { "/v1/profiles?identity=userId:\(PeopleBatches.userID($0 * 104_729 % people))" }
        let profile = try await rate { "/v1/profiles/\(known[$0 % known.count])" }
        let timeline = try await rate { "/v1/profiles/\(known[$0 % known.count])/timeline?limit=50" }
        guard resolve.refused + profile.refused + timeline.refused == 0 else {
            throw LoadGenerator.Failed(description: "Profile refused reads")
        }
        return [
            BenchRow("read: resolve an identity among \(scale)", resolve, unit: "requests/s", goal: "p99 ≤ 2 ms"),
            BenchRow("read: a profile", profile, unit: "requests/s", goal: "p99 ≤ 5 ms"),
            BenchRow(
                "read: a page of a timeline", timeline, unit: "requests/s", rssMB: stack.residentMB(.profile), goal: "p99 ≤ 10 ms"),
        ]
    }
}
