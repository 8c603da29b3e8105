/// Deterministic bucketing equal to GrowthBook's SDKs: the same person always lands in the same place.
///
/// Source: GrowthBook "SDK build guide", hashing. FNV-1a: Fowler, Noll, Vo, 32 bit.
package enum Bucketing {
    /// 32-bit FNV-1a of the UTF-8 bytes.
    package static func fnv1a32(_ text: String) -> UInt32 {
        var text = text
        return text.withUTF8 { bytes in
            bytes.reduce(0x811c_9dc5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
        }
    }

    /// Hash version 2: a number in [0, 1) in steps of 1/10,000.
    package static func bucket(seed: String, value: String) -> Double {
        Double(fnv1a32(String(fnv1a32(seed + value))) % 10_000) / 10_000
    }

    /// Hash version 1 (used by namespaces): steps of 1/1,000.
    package static func bucketV1(seed: String, value: String) -> Double {
        Double(fnv1a32(value + seed) % 1_000) / 1_000
    }

    /// Whether `value` belongs to the slice `range` of a namespace that exclusive experiments share.
    package static func isInNamespace(_ namespace: String, range: Range<Double>, value: String) -> Bool {
        range.contains(bucketV1(seed: "__" + namespace, value: value))
    }

    /// The slice of [0, 1) each arm takes: `[start, start + coverage × weight)` at cumulative weights.
    /// - Parameters:
    ///   - coverage: share of people in the experiment, 0…1.
    ///   - weights: one per arm, summing to 1.
    package static func ranges(coverage: Double, weights: [Double]) -> [Range<Double>] {
        var start = 0.0
        return weights.map { weight in
            defer { start += weight }
            return start..<(start + max(0, min(1, coverage)) * weight)
        }
    }

    /// The index of the arm whose slice holds `bucket`; nil outside all of them.
    package static func variation(bucket: Double, ranges: [Range<Double>]) -> Int? {
        ranges.firstIndex { $0.contains(bucket) }
    }
}
