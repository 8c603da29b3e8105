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

    func run() async -> [DemoCheck] {
        [
            await DemoCheck.of("profile: people", expected: "\(truths.persons)") { "\(try await counts("living"))" },
            await DemoCheck.of("profile: members", expected: "\(truths.members)") { "\(try await counts("known"))" },
            await DemoCheck.of("profile: events", expected: "\(truths.events)") { "\(try await accepted())" },
            await segment(),
        ] + (await report()) + (await effect())
    }

    private func counts(_ field: String) async throws -> Int64 {
        try await api.get(.profile, "/v1/profiles/counts")[field]?.intValue ?? -1
    }

    private func accepted() async throws -> Int64 {
        let sources = try await api.get(.profile, "/v1/sources?days=2")["items"]?.arrayValue ?? []
        return sources.filter { DemoSource(rawValue: $0["source"]?.stringValue ?? "") != nil }
            .reduce(Int64(0)) { $0 + ($1["accepted"]?.intValue ?? 0) }
    }

    /// The segment's size, once it has come to the truth or has had its time.
    private func segment() async -> DemoCheck {
        let expected = "\(truths.repeatBuyers)"
        return await DemoCheck.of("segment: repeat buyers", expected: expected) {
            try await DemoWait.settled(within: Self.segmentLimit) {
                "\(try await api.get(.segment, "/v1/segments/\(made.repeatBuyers)")["size"]?.intValue ?? -1)"
            } holds: {
                $0 == expected
            }
        }
    }

    /// A report that cannot be had is an empty one: every line of it fails.
    private func report() async -> [DemoCheck] {
        let table = (try? await api.get(.reporting, "/v1/report/quarters"))?["items"]?.arrayValue ?? []
        return truths.quarters.map { truth in
            let row = table.first { $0["quarter"]?.stringValue == truth.quarter }
            func cell(_ name: String) -> String { row?[name]?.stringValue.flatMap { $0.isEmpty ? nil : $0 } ?? "–" }
            // Of the first quarter nobody knows who bought before.
            let retained = truth.quarter == truths.quarters.first?.quarter ? "–" : "\(truth.retainedBuyers)"
            return DemoCheck(
                "reporting: \(truth.quarter) revenue, orders, buyers, new, retained",
                expected: "\(truth.revenue) \(truth.orders) \(truth.buyers) \(truth.newBuyers) \(retained)",
                got: ["revenue", "invoices", "customers", "new", "retained"].map(cell).joined(separator: " "))
        }
    }

    /// The arms' sizes exactly, their means closely, and the planted uplift inside the interval.
    private func effect() async -> [DemoCheck] {
        let report = try? await api.get(.reporting, "/v1/report?quarter=\(truths.effectQuarter)")
        // None is stated of fewer than 30 people in an arm.
        let effect = report?["effect"]?["quarter"]
        let treated = effect?["treatedMean"]?.doubleValue
        let holdout = effect?["holdoutMean"]?.doubleValue
        let low = effect?["relativeInterval"]?["low"]?.doubleValue ?? 0
        let high = effect?["relativeInterval"]?["high"]?.doubleValue ?? 0
        func near(_ value: Double?, _ truth: Double) -> Bool { value.map { abs($0 - truth) <= truth * Self.meanTolerance } ?? false }
        func won(_ value: Double?) -> String { value.map { String(Int($0.rounded())) } ?? "not stated" }
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
                got: treated == nil ? "not stated" : String(format: "%+.1f%% … %+.1f%% (95%%)", low * 100, high * 100),
                ok: low - slack <= truths.plantedUplift && truths.plantedUplift <= high + slack && high > low),
        ]
    }
}
