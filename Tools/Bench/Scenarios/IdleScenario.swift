import CommonModels

/// What six services take when nothing happens.
enum IdleScenario {
    static func run() async throws -> [BenchRow] {
        let stack = try await BenchStack.start(ServiceName.allCases)
        defer { stack.stop() }
        try await Task.sleep(for: .seconds(5))
        let before = stack.processorSeconds
        try await Task.sleep(for: .seconds(20))
        let percent = (stack.processorSeconds - before) / 20 * 100
        return [
            BenchRow("idle: six services", throughput: percent, unit: "% of a core", rssMB: stack.residentMB, goal: "< 2 % and ≤ 400 MB")
        ]
    }
}
