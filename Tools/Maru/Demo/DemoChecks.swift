import CommonModels
import DemoData
import Foundation

/// Compares what the services say of the loaded year with what the generator knows.
struct DemoChecks: Sendable {
    /// Of a mean; quarters of the report count whole days, the generator seconds.
    private static let meanTolerance = 0.01

    private static let segmentLimit = Duration.seconds(180)

    let api: DemoAPI
    let truths: DemoTruths
    let made: DemoSetup.Made

    func run() async throws -> [DemoCheck] {
        var checks: [DemoCheck] = []
        let counts = try await api.get(.profile, "/v1/profiles/counts")
        checks.append(DemoCheck("profile: people", expected: "\(truths.persons)", got: "\(counts["living"]?.intValue ?? -1)"))
        checks.append(DemoCheck("profile: members", expected: "\(truths.members)", got: "\(counts["known"]?.intValue ?? -1)"))
        let sources = try await api.get(.profile, "/v1/sources?days=2")["items"]?.arrayValue ?? []
        let accepted = sources.filter { DemoSource(rawValue: $0["source"]?.stringValue ?? "") != nil }
            .reduce(Int64(0)) { $0 + ($1["accepted"]?.intValue ?? 0) }
        checks.append(DemoCheck("profile: events", expected: "\(truths.events)", got: "\(accepted)"))
        checks.append(try await segment())
        checks += try await report()
        checks += try await effect()
        return checks
    }

    /// The segment's size, once it has come to the truth or has had its time.
    private func segment() async throws -> DemoCheck {
        let end = ContinuousClock.now + Self.segmentLimit
        while true {
            let segment = try await api.get(.segment, "/v1/segments/\(made.repeatBuyers)")
            let size = segment["size"]?.intValue ?? -1
            if size == truths.repeatBuyers || ContinuousClock.now > end {
                return DemoCheck("segment: repeat buyers", expected: "\(truths.repeatBuyers)", got: "\(size)")
            }
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    private func report() async throws -> [DemoCheck] {
        let table = try await api.get(.reporting, "/v1/report/quarters")["items"]?.arrayValue ?? []
        return truths.quarters.map { truth in
            let row = table.first { $0["quarter"]?.stringValue == truth.quarter }
            func cell(_ name: String) -> String { row?[name]?.stringValue ?? "–" }
            return DemoCheck(
                "reporting: \(truth.quarter) revenue, orders, buyers, new, retained",
                expected: "\(truth.revenue) \(truth.orders) \(truth.buyers) \(truth.newBuyers) \(truth.retainedBuyers)",
                got:
                    "\(cell("revenue")) \(cell("invoices")) \(cell("customers")) \(cell("new")) \(cell("retained").isEmpty ? "0" : cell("retained"))",
                ok: cell("revenue") == "\(truth.revenue)" && cell("invoices") == "\(truth.orders)" && cell("customers") == "\(truth.buyers)"
                    && cell("new") == "\(truth.newBuyers)"
                    && (cell("retained") == "\(truth.retainedBuyers)" || truth.quarter == truths.quarters.first?.quarter))
        }
    }

    /// The arms' sizes exactly, their means closely, and the planted uplift inside the interval.
    private func effect() async throws -> [DemoCheck] {
        let effect = try await api.get(.reporting, "/v1/report?quarter=\(truths.effectQuarter)")["effect"]?["quarter"]
        let treated = effect?["treatedMean"]?.doubleValue ?? 0
        let holdout = effect?["holdoutMean"]?.doubleValue ?? 0
        let low = effect?["relativeInterval"]?["low"]?.doubleValue ?? 0
        let high = effect?["relativeInterval"]?["high"]?.doubleValue ?? 0
        func near(_ value: Double, _ truth: Double) -> Bool { abs(value - truth) <= truth * Self.meanTolerance }
        func won(_ value: Double) -> String { String(Int(value.rounded())) }
        // Four standard errors each side: a whole demo must not fail by chance.
        let slack = (high - low) / 2
        return [
            DemoCheck(
                "reporting: revenue per treated person, \(truths.effectQuarter)", expected: won(truths.treated.revenuePerPerson),
                got: won(treated),
                ok: near(treated, truths.treated.revenuePerPerson)),
            DemoCheck(
                "reporting: revenue per held-out person, \(truths.effectQuarter)", expected: won(truths.holdout.revenuePerPerson),
                got: won(holdout),
                ok: near(holdout, truths.holdout.revenuePerPerson)),
            DemoCheck(
                "reporting: uplift of personalization", expected: String(format: "%+.0f%% planted", truths.plantedUplift * 100),
                got: String(format: "%+.1f%% … %+.1f%% (95%%)", low * 100, high * 100),
                ok: low - slack <= truths.plantedUplift && truths.plantedUplift <= high + slack && high > low),
        ]
    }
}
