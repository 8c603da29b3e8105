import Testing

@testable import ReportingDomain

@Suite("Distributions agree with scipy 1.x")
struct StatisticsTests {
    @Test(
        "Student's t, cumulative",
        arguments: [
            (0.5, 3.0, 0.6742760175759245), (2.0, 10.5, 0.9639830999215159), (-1.3, 1.0, 0.20871440016015272),
            (4.0, 200.0, 0.999955434523907),
        ])
    func studentCumulative(t: Double, df: Double, expected: Double) {
        #expect(abs(StudentT.cumulative(t, degreesOfFreedom: df) - expected) < 1e-12)
    }

    @Test(
        "Student's t, quantile",
        arguments: [
            (0.975, 1.0, 12.706204736174694), (0.975, 4.5, 2.6589123472044034), (0.975, 30.0, 2.0422724563012378),
            (0.995, 120.3, 2.6173158632740123), (0.975, 100_000.0, 1.9599877075346095),
        ])
    func studentQuantile(p: Double, df: Double, expected: Double) {
        #expect(abs(StudentT.quantile(p, degreesOfFreedom: df) - expected) < 1e-9)
        #expect(abs(StudentT.quantile(1 - p, degreesOfFreedom: df) + expected) < 1e-6)
    }

    @Test(
        "normal quantile", arguments: [(0.975, 1.959963984540054), (0.5, 0.0), (0.001, -3.090232306167813), (0.999999, 4.753424308817087)])
    func normalQuantile(p: Double, expected: Double) {
        #expect(abs(Normal.quantile(p) - expected) < 1e-9)
    }

    @Test(
        "normal, cumulative",
        arguments: [
            (-3.0, 0.0013498980316300933), (-1.0, 0.15865525393145707), (0.0, 0.5), (1.96, 0.9750021048517795), (6.0, 0.9999999990134123),
        ])
    func normalCumulative(z: Double, expected: Double) {
        #expect(abs(Normal.cumulative(z) - expected) < 1e-14)
    }

    @Test(
        "chi-square, upper tail, also far out",
        arguments: [
            (3.84, 1.0, 0.05004352124870519), (10.83, 1.0, 0.0009986863791802592), (0.2, 2.0, 0.9048374180359595),
            (50.0, 10.0, 2.669083424904495e-07), (100.0, 3.0, 1.5541594313896026e-21),
        ])
    func chiSquare(x: Double, df: Double, expected: Double) {
        #expect(abs(ChiSquare.upperTail(x, degreesOfFreedom: df) / expected - 1) < 1e-10)
    }
}
