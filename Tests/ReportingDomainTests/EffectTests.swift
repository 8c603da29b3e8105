import Testing

@testable import ReportingDomain

@Suite("Effects agree with GrowthBook's gbstats 0.8.0")
struct EffectTests {
    private let control = GroupSample.proportion(people: 10_000, successes: 1_000)
    private let treatment = GroupSample.proportion(people: 10_200, successes: 1_122)

    @Test("relative two-sided")
    func relative() throws {
        let comparison = try #require(MeanComparison(control: control, treatment: treatment, scale: .relative))
        #expect(abs(comparison.effect - 0.1) < 1e-10)
        #expect(abs(comparison.interval().lowerBound - 0.0112794290) < 1e-9)
        #expect(abs(comparison.interval().upperBound - 0.1887205710) < 1e-9)
        #expect(abs(comparison.pValue - 0.0271666955) < 1e-9)
    }

    @Test("absolute two-sided")
    func absolute() throws {
        let comparison = try #require(MeanComparison(control: control, treatment: treatment))
        #expect(abs(comparison.effect - 0.01) < 1e-12)
        #expect(abs(comparison.interval().lowerBound - 0.0015470615) < 1e-9)
        #expect(abs(comparison.interval().upperBound - 0.0184529385) < 1e-9)
        #expect(abs(comparison.pValue - 0.0204149108) < 1e-9)
    }

    @Test("sequential, tuned to 5,000")
    func sequential() throws {
        let comparison = try #require(MeanComparison(control: control, treatment: treatment, scale: .relative))
        #expect(abs(comparison.sequentialInterval().lowerBound + 0.0415953984) < 1e-9)
        #expect(abs(comparison.sequentialInterval().upperBound - 0.2415953984) < 1e-9)
        #expect(abs(comparison.sequentialPValue() - 0.5393228789) < 1e-9)
    }

    @Test("Bayesian with a flat prior")
    func bayesian() throws {
        let comparison = try #require(MeanComparison(control: control, treatment: treatment, scale: .relative))
        #expect(abs(comparison.chanceToWin - 0.9864222446) < 1e-9)
        #expect(abs(comparison.risk.control - 0.1002154357) < 1e-9)
        #expect(abs(comparison.risk.treatment - 0.0002154357) < 1e-9)
    }

    @Test("Hillstrom's arms split as intended, a lost tenth of one does not")
    func sampleRatio() throws {
        let even = try #require(SampleRatio(counts: [21_306, 21_307, 21_387], weights: [1, 1, 1]))
        #expect(abs(even.pValue - 0.904) < 0.001)
        #expect(!even.isAlarming)
        let broken = try #require(SampleRatio(counts: [19_000, 850], weights: [0.95, 0.05]))
        #expect(broken.isAlarming)
        #expect(SampleRatio(counts: [0, 0], weights: [1, 1]) == nil)
    }

    @Test("the total effect is the difference per person times the people treated, with its interval")
    func incremental() throws {
        let treated = GroupSample(people: 9_500, sum: 950_000, sumOfSquares: 9_500 * 25_000)
        let holdout = GroupSample(people: 500, sum: 40_000, sumOfSquares: 500 * 20_000)
        let effect = try #require(HoldoutEffect(treated: treated, holdout: holdout, holdoutShare: 0.05))
        #expect(abs(effect.incrementalTotal - 20 * 9_500) < 1e-6)
        #expect(abs(effect.baselineTotal - 80 * 9_500) < 1e-6)
        let interval = effect.perPerson.interval()
        #expect(abs(effect.incrementalInterval.upperBound - interval.upperBound * 9_500) < 1e-6)
        #expect(effect.isSignificant)
        #expect(effect.sampleRatio?.isAlarming == false)
    }

    @Test("no effect is stated for a handful of people or for outcomes that do not vary")
    func tooSmall() {
        let few = GroupSample(people: 29, sum: 10, sumOfSquares: 20)
        let many = GroupSample(people: 1_000, sum: 10, sumOfSquares: 20)
        #expect(HoldoutEffect(treated: many, holdout: few, holdoutShare: 0.05) == nil)
        let flat = GroupSample(people: 100, sum: 0, sumOfSquares: 0)
        #expect(HoldoutEffect(treated: flat, holdout: flat, holdoutShare: 0.5) == nil)
    }
}
