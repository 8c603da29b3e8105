import CommonModels
import DecisionDomain
import Testing

@Suite("Experiment")
struct ExperimentTests {
    private func experiment(coverage: Double = 1, weights: [Double] = [0.5, 0.5]) throws -> Experiment {
        let arms = weights.enumerated().map { JSONValue.object(["key": .string("arm-\($0)"), "weight": .number($1)]) }
        return try Experiment(
            id: ExperimentID(UUIDv7(high: 1, low: 2)),
            json: .object([
                "key": "checkout", "name": ["ko": "결제", "en": "Checkout"], "placement": "home", "coverage": .number(coverage),
                "arms": .array(arms), "status": "running",
            ]))
    }

    @Test("buckets equal GrowthBook's check values, so arms do too")
    func growthBook() throws {
        #expect(Bucketing.bucket(seed: "checkout", value: "u1") == 0.3065)
        #expect(try experiment().arm(forUnit: "u1")?.key == "arm-0")
        #expect(try experiment(weights: [0.3, 0.7]).arm(forUnit: "u1")?.key == "arm-1")
        #expect(try experiment(weights: [0.3065, 0.6935]).arm(forUnit: "u1")?.key == "arm-1")
    }

    @Test("people outside the coverage get no arm")
    func coverage() throws {
        #expect(try experiment(coverage: 0.6).arm(forUnit: "u1") == nil)
        #expect(try experiment(coverage: 0.62).arm(forUnit: "u1")?.key == "arm-0")
        #expect(try experiment(coverage: 0).arm(forUnit: "u1") == nil)
    }

    @Test("arms share people by their weights")
    func weights() throws {
        let experiment = try experiment(weights: [0.2, 0.3, 0.5])
        var counts: [String: Int] = [:]
        for person in 0..<20_000 { counts[experiment.arm(forUnit: "user-\(person)")?.key ?? "none", default: 0] += 1 }
        for (arm, share) in [("arm-0", 0.2), ("arm-1", 0.3), ("arm-2", 0.5)] {
            #expect(abs(Double(counts[arm] ?? 0) / 20_000 - share) < 0.015)
        }
        #expect(counts["none"] == nil)
    }

    @Test("every mistake is told at its field")
    func problems() throws {
        let json = try JSONValue(
            parsing: """
                {"key":"global-holdout","name":{},"placement":"Home!","coverage":2,"arms":[{"key":"a","weight":1,"treatment":"magic"}],"colour":1}
                """)
        let error = #expect(throws: DocumentProblems.self) { try Experiment(id: ExperimentID(UUIDv7(high: 1, low: 2)), json: json) }
        let pointers = Set(error?.problems.map(\.pointer) ?? [])
        #expect(pointers == ["/key", "/name", "/placement", "/coverage", "/arms/0/treatment", "/colour"])
    }

    @Test("weights must sum to one and arms be distinct")
    func arms() throws {
        let json = try JSONValue(
            parsing: """
                {"key":"t","name":{"en":"T"},"placement":"home","arms":[{"key":"a","weight":0.5},{"key":"a","weight":0.4}]}
                """)
        let error = #expect(throws: DocumentProblems.self) { try Experiment(id: ExperimentID(UUIDv7(high: 1, low: 2)), json: json) }
        #expect(error?.problems.map(\.pointer) == ["/arms", "/arms"])
    }
}
