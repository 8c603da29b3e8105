import CommonModels
import Testing

@testable import ContentDomain

@Suite("Golden Liquid")
struct GoldenLiquidTests {
    /// Share of the public suite that must hold.
    static let floor = 0.97

    @Test("the public suite renders as Shopify's Liquid does")
    func suite() throws {
        guard let cases = try GoldenCase.load() else {
            print("Golden Liquid: skipped, there is no shared data folder (set MARU_SHARED_DATA)")
            return
        }
        var failures: [String] = []
        for test in cases {
            let got = render(test)
            if test.results.isEmpty ? got != nil : !test.results.contains(got ?? "\u{0}") {
                failures.append("\(test.name): expected \(test.results), got \(got.map { "\"\($0)\"" } ?? "an error")")
            }
        }
        print("Golden Liquid: \(cases.count - failures.count) of \(cases.count) cases hold")
        let share = Double(cases.count - failures.count) / Double(max(1, cases.count))
        #expect(share >= Self.floor, "\(failures.joined(separator: "\n"))")
    }

    private func render(_ test: GoldenCase) -> String? {
        do {
            let template = try LiquidTemplate(parsing: test.template)
            let partials = try test.partials.mapValues { try LiquidTemplate(parsing: $0) }
            return try template.render(test.data, in: LiquidEnvironment(now: .epoch), partials: partials)
        } catch {
            return nil
        }
    }
}
