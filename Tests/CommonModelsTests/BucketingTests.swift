import CommonModels
import Testing

@Suite("Bucketing")
struct BucketingTests {
    @Test(
        "buckets equal GrowthBook's",
        arguments: [
            ("checkout", "u1", 0.3065), ("exp-42", "prf_01h2xcejqtf2nbrexx3vqjhp41", 0.2929),
        ])
    func checkValues(_ seed: String, _ value: String, _ bucket: Double) { #expect(Bucketing.bucket(seed: seed, value: value) == bucket) }

    @Test("arms take cumulative slices scaled by coverage")
    func ranges() {
        let ranges = Bucketing.ranges(coverage: 0.5, weights: [0.5, 0.5])
        #expect(ranges == [0..<0.25, 0.5..<0.75])
        #expect(Bucketing.variation(bucket: 0.6, ranges: ranges) == 1)
        #expect(Bucketing.variation(bucket: 0.3, ranges: ranges) == nil)
    }

    @Test("the global holdout takes its share of people and always the same ones")
    func holdout() {
        let heldOut = (0..<20_000).filter { GlobalHoldout.contains(unit: "member-\($0)") }.count
        #expect((900...1_100).contains(heldOut))
        #expect((0..<100).allSatisfy { GlobalHoldout.contains(unit: "m\($0)") == GlobalHoldout.contains(unit: "m\($0)") })
    }
}
