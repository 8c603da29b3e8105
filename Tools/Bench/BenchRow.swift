import Foundation

/// One line of the table and of `.build/bench.json`.
struct BenchRow: Encodable, Sendable {
    let scenario: String
    let throughput: Double
    let unit: String
    let p50Ms: Double?
    let p99Ms: Double?
    /// The same of the floor, measured in this run.
    let reference: Double?
    let ratio: Double?
    let rssMB: Double?
    /// What the product promises, in words; not part of the judgement of a test.
    let goal: String

    init(_ scenario: String, _ result: LoadResult, unit: String, reference: Double? = nil, rssMB: Double? = nil, goal: String = "") {
        self.init(
            scenario, throughput: result.throughput, unit: unit, p50Ms: result.p50Ms, p99Ms: result.p99Ms, reference: reference,
            rssMB: rssMB,
            goal: goal)
    }

    init(
        _ scenario: String, throughput: Double, unit: String, p50Ms: Double? = nil, p99Ms: Double? = nil, reference: Double? = nil,
        rssMB: Double? = nil, goal: String = ""
    ) {
        self.scenario = scenario
        self.throughput = throughput
        self.unit = unit
        self.p50Ms = p50Ms
        self.p99Ms = p99Ms
        self.reference = reference
        ratio = reference.flatMap { $0 > 0 ? throughput / $0 : nil }
        self.rssMB = rssMB
        self.goal = goal
    }

    static func table(_ rows: [BenchRow]) -> String {
        func number(_ value: Double?, _ digits: Int) -> String { value.map { String(format: "%.\(digits)f", $0) } ?? "–" }
        let cells =
            [["scenario", "throughput", "unit", "p50 ms", "p99 ms", "reference", "ratio", "RSS MB", "goal"]]
            + rows.map { row in
                [
                    row.scenario, number(row.throughput, row.throughput < 100 ? 2 : 0), row.unit, number(row.p50Ms, 2),
                    number(row.p99Ms, 2),
                    number(row.reference, 0), number(row.ratio, 2), number(row.rssMB, 0), row.goal,
                ]
            }
        let widths = (0..<9).map { column in cells.map { $0[column].count }.max() ?? 0 }
        return cells.map { row in
            zip(row, widths).enumerated().map { index, cell in
                let pad = String(repeating: " ", count: cell.1 - cell.0.count)
                return index == 0 || index == 2 || index == 8 ? cell.0 + pad : pad + cell.0
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}
