import NIOCore
import NIOPosix

/// Sends prepared HTTP/1.1 requests over kept-alive connections and times the answers. Made to cost little, because
/// it shares the machine with what it measures.
struct LoadGenerator {
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    static func run(_ plan: LoadPlan) async throws -> LoadResult {
        let begin = NIODeadline.now() + .nanoseconds(plan.warmUp.nanoseconds)
        let end = begin + .nanoseconds(plan.duration.nanoseconds)
        let parts = try await withThrowingTaskGroup(of: LoadConnectionResult.self) { group in
            for index in 0..<plan.connections {
                group.addTask { try await connection(index, plan, from: begin, to: end) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        var result = LoadResult()
        for part in parts { result.add(part) }
        result.units = (result.answered - result.refused) * plan.unitsPerRequest
        result.seconds = Double(plan.duration.nanoseconds) / 1e9
        guard result.answered > 0 else { throw Failed(description: "no answers at all") }
        return result
    }

    private static func connection(_ index: Int, _ plan: LoadPlan, from begin: NIODeadline, to end: NIODeadline) async throws
        -> LoadConnectionResult
    {
        let group = MultiThreadedEventLoopGroup.singleton
        let done = group.next().makePromise(of: LoadConnectionResult.self)
        let channel = try await ClientBootstrap(group: group)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        LoadHandler(index: index, plan: plan, begin: begin, end: end, done: done))
                }
            }
            .connect(host: plan.host, port: plan.port).get()
        let result = try await done.futureResult.get()
        try? await channel.close().get()
        return result
    }
}

extension Duration {
    var nanoseconds: Int64 { components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000 }
}
